"""Where the terms of EN 16931 stand in UBL 2.1 and CII D16B (local names)."""

from dataclasses import dataclass

Ways = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Paths:
    """The paths of one syntax; each tuple is tried in its order."""

    values: Ways
    tax_total: str
    seller: str
    buyer: str
    payee: str
    party_name: tuple[str, ...]
    address: str
    address_parts: tuple[str, ...]
    registration: str
    contact: tuple[str, ...]
    note: str
    accounts: str
    account: Ways
    taxes: str
    tax: Ways
    allowances: str
    allowance: Ways
    documents: str
    document: Ways
    binary: str
    line: str
    credit_line: str
    quantity: tuple[str, ...]
    line_values: Ways


TOTAL = "LegalMonetaryTotal/"
MEANS = "PaymentMeans/"
UBL = Paths(
    values={
        "profile": ("CustomizationID",),
        "number": ("ID",),
        "date": ("IssueDate",),
        "type": ("InvoiceTypeCode", "CreditNoteTypeCode"),
        "currency": ("DocumentCurrencyCode",),
        "due": ("DueDate", MEANS + "PaymentDueDate"),
        "reference": ("BuyerReference",),
        "order": ("OrderReference/ID",),
        "contract": ("ContractDocumentReference/ID",),
        "preceding": ("BillingReference/InvoiceDocumentReference/ID",),
        "delivered": ("Delivery/ActualDeliveryDate",),
        "from": ("InvoicePeriod/StartDate",),
        "to": ("InvoicePeriod/EndDate",),
        "terms": ("PaymentTerms/Note",),
        "means": (MEANS + "PaymentMeansCode",),
        "purpose": (MEANS + "PaymentID",),
        "debited": (MEANS + "PaymentMandate/PayerFinancialAccount/ID",),
        "mandate": (MEANS + "PaymentMandate/ID",),
        "lines": (TOTAL + "LineExtensionAmount",),
        "allowance": (TOTAL + "AllowanceTotalAmount",),
        "charge": (TOTAL + "ChargeTotalAmount",),
        "net": (TOTAL + "TaxExclusiveAmount",),
        "tax": ("TaxTotal/TaxAmount",),
        "gross": (TOTAL + "TaxInclusiveAmount",),
        "prepaid": (TOTAL + "PrepaidAmount",),
        "payable": (TOTAL + "PayableAmount",),
    },
    tax_total="TaxTotal/TaxAmount",
    seller="AccountingSupplierParty/Party",
    buyer="AccountingCustomerParty/Party",
    payee="PayeeParty",
    party_name=("PartyLegalEntity/RegistrationName", "PartyName/Name"),
    address="PostalAddress",
    address_parts=(
        "StreetName", "AdditionalStreetName", "PostalZone", "CityName",
        "Country/IdentificationCode",
    ),
    registration="PartyTaxScheme",
    contact=("Contact/Name", "Contact/Telephone", "Contact/ElectronicMail"),
    note="Note",
    accounts="PaymentMeans/PayeeFinancialAccount",
    account={
        "iban": ("ID",),
        "name": ("Name",),
        "bic": ("FinancialInstitutionBranch/ID",),
    },
    taxes="TaxTotal/TaxSubtotal",
    tax={
        "basis": ("TaxableAmount",),
        "amount": ("TaxAmount",),
        "rate": ("TaxCategory/Percent",),
        "reason": ("TaxCategory/TaxExemptionReason",),
    },
    allowances="AllowanceCharge",
    allowance={
        "is_charge": ("ChargeIndicator",),
        "amount": ("Amount",),
        "reason": ("AllowanceChargeReason",),
    },
    documents="AdditionalDocumentReference",
    document={"id": ("ID",), "name": ("DocumentDescription",)},
    binary="Attachment/EmbeddedDocumentBinaryObject",
    line="InvoiceLine",
    credit_line="CreditNoteLine",
    quantity=("InvoicedQuantity", "CreditedQuantity"),
    line_values={
        "number": ("ID",),
        "name": ("Item/Name",),
        "description": ("Item/Description",),
        "price": ("Price/PriceAmount",),
        "rate": ("Item/ClassifiedTaxCategory/Percent",),
        "amount": ("LineExtensionAmount",),
    },
)  # fmt: skip

TRADE = "SupplyChainTradeTransaction/"
AGREEMENT = TRADE + "ApplicableHeaderTradeAgreement/"
DELIVERY = TRADE + "ApplicableHeaderTradeDelivery/"
SETTLEMENT = TRADE + "ApplicableHeaderTradeSettlement/"
SUMS = SETTLEMENT + "SpecifiedTradeSettlementHeaderMonetarySummation/"
PAID_BY = SETTLEMENT + "SpecifiedTradeSettlementPaymentMeans/"
PERIOD = SETTLEMENT + "BillingSpecifiedPeriod/"
OLD_SUMS = SETTLEMENT + "SpecifiedTradeSettlementMonetarySummation/"
IN_LINE = "SpecifiedLineTradeSettlement/"


def _sum(name: str) -> tuple[str, ...]:
    return SUMS + name, OLD_SUMS + name


CII = Paths(
    values={
        "profile": ("ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID",),
        "number": ("ExchangedDocument/ID",),
        "date": ("ExchangedDocument/IssueDateTime/DateTimeString",),
        "type": ("ExchangedDocument/TypeCode",),
        "currency": (SETTLEMENT + "InvoiceCurrencyCode",),
        "due": (SETTLEMENT + "SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",),
        "reference": (AGREEMENT + "BuyerReference",),
        "order": (AGREEMENT + "BuyerOrderReferencedDocument/IssuerAssignedID",),
        "contract": (AGREEMENT + "ContractReferencedDocument/IssuerAssignedID",),
        "preceding": (SETTLEMENT + "InvoiceReferencedDocument/IssuerAssignedID",),
        "delivered": (
            DELIVERY + "ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString",
        ),
        "from": (PERIOD + "StartDateTime/DateTimeString",),
        "to": (PERIOD + "EndDateTime/DateTimeString",),
        "terms": (SETTLEMENT + "SpecifiedTradePaymentTerms/Description",),
        "means": (PAID_BY + "TypeCode",),
        "purpose": (SETTLEMENT + "PaymentReference",),
        "debited": (PAID_BY + "PayerPartyDebtorFinancialAccount/IBANID",),
        "mandate": (SETTLEMENT + "SpecifiedTradePaymentTerms/DirectDebitMandateID",),
        "lines": _sum("LineTotalAmount"),
        "allowance": _sum("AllowanceTotalAmount"),
        "charge": _sum("ChargeTotalAmount"),
        "net": _sum("TaxBasisTotalAmount"),
        "tax": _sum("TaxTotalAmount"),
        "gross": _sum("GrandTotalAmount"),
        "prepaid": _sum("TotalPrepaidAmount"),
        "payable": _sum("DuePayableAmount"),
    },
    tax_total=SUMS + "TaxTotalAmount",
    seller=AGREEMENT + "SellerTradeParty",
    buyer=AGREEMENT + "BuyerTradeParty",
    payee=SETTLEMENT + "PayeeTradeParty",
    party_name=("Name",),
    address="PostalTradeAddress",
    address_parts=("LineOne", "LineTwo", "PostcodeCode", "CityName", "CountryID"),
    registration="SpecifiedTaxRegistration",
    contact=(
        "DefinedTradeContact/PersonName",
        "DefinedTradeContact/DepartmentName",
        "DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",
        "DefinedTradeContact/EmailURIUniversalCommunication/URIID",
    ),
    note="ExchangedDocument/IncludedNote/Content",
    accounts=SETTLEMENT + "SpecifiedTradeSettlementPaymentMeans",
    account={
        "iban": (
            "PayeePartyCreditorFinancialAccount/IBANID",
            "PayeePartyCreditorFinancialAccount/ProprietaryID",
        ),
        "name": ("PayeePartyCreditorFinancialAccount/AccountName",),
        "bic": ("PayeeSpecifiedCreditorFinancialInstitution/BICID",),
    },
    taxes=SETTLEMENT + "ApplicableTradeTax",
    tax={
        "basis": ("BasisAmount",),
        "amount": ("CalculatedAmount",),
        "rate": ("RateApplicablePercent",),
        "reason": ("ExemptionReason",),
    },
    allowances=SETTLEMENT + "SpecifiedTradeAllowanceCharge",
    allowance={
        "is_charge": ("ChargeIndicator/Indicator",),
        "amount": ("ActualAmount",),
        "reason": ("Reason",),
    },
    documents=AGREEMENT + "AdditionalReferencedDocument",
    document={"id": ("IssuerAssignedID",), "name": ("Name",)},
    binary="AttachmentBinaryObject",
    line=TRADE + "IncludedSupplyChainTradeLineItem",
    credit_line=TRADE + "IncludedSupplyChainTradeLineItem",
    quantity=("SpecifiedLineTradeDelivery/BilledQuantity",),
    line_values={
        "number": ("AssociatedDocumentLineDocument/LineID",),
        "name": ("SpecifiedTradeProduct/Name",),
        "description": ("SpecifiedTradeProduct/Description",),
        "price": ("SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount",),
        "rate": (IN_LINE + "ApplicableTradeTax/RateApplicablePercent",),
        "amount": (
            IN_LINE + "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
            IN_LINE + "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
        ),
    },
)

# ZUGFeRD 1.0 (2014) called the same things otherwise.
OLD_NAMES = {
    "SpecifiedExchangedDocumentContext": "ExchangedDocumentContext",
    "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
    "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
    "ApplicableSupplyChainTradeDelivery": "ApplicableHeaderTradeDelivery",
    "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
    "SpecifiedSupplyChainTradeAgreement": "SpecifiedLineTradeAgreement",
    "SpecifiedSupplyChainTradeDelivery": "SpecifiedLineTradeDelivery",
    "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
    "ApplicablePercent": "RateApplicablePercent",
}
