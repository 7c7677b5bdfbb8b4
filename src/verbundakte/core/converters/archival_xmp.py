"""The metadata of a file that is made PDF/A: what its document information says, as XMP."""

from xml.sax.saxutils import escape

import pikepdf

from verbundakte.core.converters.pdfa.metadata import pdf_moment

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
{properties}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
ALTERNATIVE = '<{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></{0}>'
SEQUENCE = "<{0}><rdf:Seq><rdf:li>{1}</rdf:li></rdf:Seq></{0}>"
PLAIN = "<{0}>{1}</{0}>"
TEXTS = (
    ("/Title", "dc:title", ALTERNATIVE),
    ("/Subject", "dc:description", ALTERNATIVE),
    ("/Author", "dc:creator", SEQUENCE),
    ("/Keywords", "pdf:Keywords", PLAIN),
    ("/Producer", "pdf:Producer", PLAIN),
    ("/Creator", "xmp:CreatorTool", PLAIN),
)
MOMENTS = (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate"))
FIRST_PRINTABLE = 32


def write(pdf: pikepdf.Pdf) -> None:
    """Put metadata in the place of those that are there."""
    info, lines = pdf.docinfo, []
    for key, name, form in TEXTS:
        text = _clean(str(info.get(key, "")))
        if text:
            lines.append(form.format(name, escape(text)))
    for key, name in MOMENTS:
        moment = pdf_moment(str(info.get(key, "")))
        if moment:
            lines.append(PLAIN.format(name, moment.isoformat(timespec="seconds")))
    stream = pdf.make_stream(PACKET.format(properties="\n".join(lines)).encode())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = stream


def _clean(text: str) -> str:
    """A text without what XML may not hold."""
    kept = "".join(each for each in text if ord(each) >= FIRST_PRINTABLE or each in "\t\n")
    return kept.encode("utf-8", "ignore").decode().strip()
