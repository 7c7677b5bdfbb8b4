"""The doors for Office programs: WebDAV and WOPI."""
