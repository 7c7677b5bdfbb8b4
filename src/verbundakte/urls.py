"""All addresses. Inside a town they are free of its slug (the middleware puts it into SCRIPT_NAME)."""

urlpatterns: list = []
