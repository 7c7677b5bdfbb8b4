"""Electronic invoices made for the tests: UBL, CII, and a PDF that carries one."""

import io

import pikepdf

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<b:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0
</b:CustomizationID>
<b:ID>RE-2026-17</b:ID><b:IssueDate>2026-03-02</b:IssueDate><b:DueDate>2026-04-01</b:DueDate>
<b:InvoiceTypeCode>380</b:InvoiceTypeCode><b:Note>Danke &lt;script&gt;</b:Note>
<b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
<b:BuyerReference>04011000-12345-03</b:BuyerReference>
<c:AdditionalDocumentReference><b:ID>Anlage 1</b:ID><b:DocumentDescription>Aufmaß
</b:DocumentDescription><c:Attachment><b:EmbeddedDocumentBinaryObject mimeCode="text/csv"
 filename="aufmass.csv">YTtiCg==</b:EmbeddedDocumentBinaryObject></c:Attachment>
</c:AdditionalDocumentReference>
<c:AccountingSupplierParty><c:Party><c:PostalAddress><b:StreetName>Am Hang 1</b:StreetName>
<b:CityName>Probestadt</b:CityName><b:PostalZone>12345</b:PostalZone>
<c:Country><b:IdentificationCode>DE</b:IdentificationCode></c:Country></c:PostalAddress>
<c:PartyTaxScheme><b:CompanyID>DE123456789</b:CompanyID><c:TaxScheme><b:ID>VAT</b:ID></c:TaxScheme>
</c:PartyTaxScheme><c:PartyLegalEntity><b:RegistrationName>Dachbau Beispiel GmbH</b:RegistrationName>
</c:PartyLegalEntity></c:Party></c:AccountingSupplierParty>
<c:AccountingCustomerParty><c:Party><c:PartyLegalEntity>
<b:RegistrationName>Stadt Musterstadt</b:RegistrationName></c:PartyLegalEntity></c:Party>
</c:AccountingCustomerParty>
<c:PaymentMeans><b:PaymentMeansCode>58</b:PaymentMeansCode><c:PayeeFinancialAccount>
<b:ID>DE02120300000000202051</b:ID></c:PayeeFinancialAccount></c:PaymentMeans>
<c:PaymentTerms><b:Note>#SKONTO#TAGE=14#PROZENT=2.00#</b:Note></c:PaymentTerms>
<c:TaxTotal><b:TaxAmount currencyID="EUR">234.65</b:TaxAmount></c:TaxTotal>
<c:LegalMonetaryTotal><b:TaxExclusiveAmount currencyID="EUR">1235</b:TaxExclusiveAmount>
<b:PayableAmount currencyID="EUR">1469.65</b:PayableAmount></c:LegalMonetaryTotal>
<c:InvoiceLine><b:ID>1</b:ID><b:InvoicedQuantity unitCode="MTK">12.5</b:InvoicedQuantity>
<b:LineExtensionAmount currencyID="EUR">1235.00</b:LineExtensionAmount><c:Item>
<b:Name>Dachziegel</b:Name></c:Item><c:Price><b:PriceAmount currencyID="EUR">98.8</b:PriceAmount>
</c:Price></c:InvoiceLine></Invoice>"""

CII = """<?xml version="1.0" encoding="UTF-8"?>
<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
<r:ExchangedDocumentContext><GuidelineSpecifiedDocumentContextParameter>
<ID>urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended</ID>
</GuidelineSpecifiedDocumentContextParameter></r:ExchangedDocumentContext>
<r:ExchangedDocument><ID>RE-2026-18</ID><TypeCode>381</TypeCode>
<IssueDateTime><DateTimeString format="102">20260302</DateTimeString></IssueDateTime>
</r:ExchangedDocument><r:SupplyChainTradeTransaction><ApplicableHeaderTradeAgreement>
<SellerTradeParty><Name>Gartenbau Beispiel</Name><SpecifiedTaxRegistration>
<ID schemeID="FC">12/345</ID></SpecifiedTaxRegistration></SellerTradeParty>
<BuyerTradeParty><Name>Gemeinde Probe</Name></BuyerTradeParty></ApplicableHeaderTradeAgreement>
<ApplicableHeaderTradeSettlement><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>
<SpecifiedTradeSettlementHeaderMonetarySummation><DuePayableAmount>-20</DuePayableAmount>
</SpecifiedTradeSettlementHeaderMonetarySummation></ApplicableHeaderTradeSettlement>
</r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>"""


def zugferd(name: str = "factur-x.xml", *, only_af: bool = False) -> bytes:
    """Return a PDF that carries the CII invoice, in the tree of names or only under /AF."""
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments[name] = CII.encode()
        spec = document.attachments[name].obj
        if only_af:
            document.Root.AF = pikepdf.Array([spec])
            del document.Root.Names
        document.save(stream)
    return stream.getvalue()
