package io.serai.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects that the organisation has. A line is {@code Object prefix: field type, ...}; types are those of the describe call with
 * a length in brackets, {@code reference(Object|Object)}, {@code boolean(Field|value)} (true while the field holds the value), {@code key} (unique external id of 64) and {@code extid} (external id that is not
 * unique); {@code !} marks a field without which no row is created, {@code =} a default.
 */
final class SalesforceSchema {
    private static final String STANDARD = """
            User 005: Name string(121)!, Username string(80)!, Email email(80), IsActive boolean=true
            Account 001: Name string(255)!, AccountNumber string(40), Phone phone(40), Fax phone(40), Website url(255), \
            Type picklist(255), Industry picklist(255), Description textarea(32000), BillingStreet textarea(255), \
            BillingCity string(40), BillingState string(80), BillingPostalCode string(20), BillingCountry string(80), \
            ShippingStreet textarea(255), ShippingCity string(40), ShippingState string(80), ShippingPostalCode string(20), \
            ShippingCountry string(80), ParentId reference(Account), NumberOfEmployees int, AnnualRevenue currency, \
            OwnerId reference(User), Serai_Id__c key, Legacy_Id__c extid, Tax_Number__c string(40), Email__c email(80), \
            Magento_Id__c extid, Shop__c string(80), Status__c string(40)
            Contact 003: FirstName string(40), LastName string(80)!, Salutation picklist(40), Email email(80), \
            Phone phone(40), MobilePhone phone(40), Birthdate date, Title string(128), Department string(80), \
            LeadSource picklist(255), Description textarea(32000), MailingStreet textarea(255), MailingCity string(40), \
            MailingState string(80), MailingPostalCode string(20), MailingCountry string(80), OtherStreet textarea(255), \
            OtherCity string(40), OtherState string(80), OtherPostalCode string(20), OtherCountry string(80), \
            GenderIdentity picklist(255), HasOptedOutOfEmail boolean=false, DoNotCall boolean=false, \
            AccountId reference(Account), ReportsToId reference(Contact), OwnerId reference(User), Serai_Id__c key, \
            Legacy_Id__c extid, Magento_Id__c extid, Tax_Number__c string(40), Gender__c string(40), Language__c string(10), \
            Status__c string(40), Customer_Group__c string(40), Store__c string(80), Website__c string(80), Shop__c string(80), \
            Email_Consent__c string(40), Engagement_Score__c double, \
            Lead_Status__c string(40), Registered_At__c datetime, Loyalty_Tier__c string(40), Loyalty_Points__c double, \
            Source_Updated_At__c datetime, Version__c double
            Lead 00Q: FirstName string(40), LastName string(80)!, Company string(255)!, Title string(128), Email email(80), \
            Phone phone(40), MobilePhone phone(40), Status picklist(255)=Open - Not Contacted, LeadSource picklist(255), \
            Rating picklist(255), Description textarea(32000), Street textarea(255), City string(40), State string(80), \
            PostalCode string(20), Country string(80), HasOptedOutOfEmail boolean=false, IsConverted boolean=false, \
            OwnerId reference(User), Serai_Id__c key
            Case 500: CaseNumber string(30), Subject string(255), Description textarea(32000), Status picklist(255)=New, \
            Priority picklist(255)=Medium, Origin picklist(255), Type picklist(255), Reason picklist(255), \
            ContactId reference(Contact), AccountId reference(Account), IsClosed boolean(Status|Closed), OwnerId reference(User), \
            Serai_Id__c key
            Product2 01t: Name string(255)!, ProductCode string(255), StockKeepingUnit string(180), \
            Description textarea(4000), IsActive boolean=false, Family picklist(255), Serai_Id__c key, Price__c currency, \
            Currency__c string(3), Kind__c string(40), Weight__c double, Magento_Id__c extid
            Task 00T: Subject string(255), Status picklist(255)=Not Started, Priority picklist(255)=Normal, \
            ActivityDate date, Description textarea(32000), WhoId reference(Contact), \
            WhatId reference(Account|Shop_Order__c|Product2), OwnerId reference(User), IsReminderSet boolean=false, \
            ReminderDateTime datetime, Serai_Id__c key
            Shop_Order__c a00: Name string(80)!, Serai_Id__c key, Legacy_Id__c extid, Magento_Id__c extid, \
            Order_Number__c string(50), Status__c string(40), State__c string(40), Contact__c reference(Contact), \
            Account__c reference(Account), Customer__c reference(Contact), Company__c reference(Account), Guest__c boolean=false, \
            Email__c email(80), Currency__c string(3), Grand_Total__c currency, Total__c currency, Subtotal__c currency, \
            Tax__c currency, Discount__c currency, Shipping__c currency, Paid__c currency, Due__c currency, \
            Refunded__c currency, Coupon__c string(80), Payment_Method__c string(80), Shipping_Method__c string(80), \
            Placed_At__c datetime, Order_Date__c datetime, Shop__c string(80), Store__c string(80), Language__c string(10), \
            Lines__c textarea(131072), Line_Count__c double, Item_Count__c double, Taxes__c textarea(32000), \
            Discounts__c textarea(32000), Billing_Name__c string(255), Billing_Street__c textarea(255), \
            Billing_City__c string(80), Billing_Postal_Code__c string(20), Billing_Country__c string(80), \
            Shipping_Name__c string(255), Shipping_Street__c textarea(255), Shipping_City__c string(80), \
            Shipping_Postal_Code__c string(20), Shipping_Country__c string(80), Large__c boolean=false, B2B__c boolean=false, \
            OwnerId reference(User), Source_Updated_At__c datetime, Version__c double
            """;

    private static final Pattern FIELD =
            Pattern.compile("(\\w+) (\\w+)(?:\\(([\\w|]+)\\))?(!?)(?:=([^,]+))?", Pattern.UNICODE_CHARACTER_CLASS);

    private final Map<String, SObjectType> types = new LinkedHashMap<>();

    /** The standard organisation, and more fields by object. */
    SalesforceSchema(Map<String, String> more) {
        STANDARD.lines().forEach(line -> {
            String[] parts = line.split(": ", 2);
            String[] head = parts[0].split(" ");
            SObjectType type = new SObjectType(head[0], head[1]);
            fields(parts[1]).forEach(type::add);
            types.put(head[0].toLowerCase(Locale.ROOT), type);
        });
        more.forEach(this::extend);
    }

    /** Adds fields to an object; an unknown object or a wrong field is refused. */
    void extend(String object, String fields) {
        SObjectType type = find(object)
                .orElseThrow(
                        () -> new IllegalArgumentException("no object " + object + "; there are " + types.keySet()));
        fields(fields).forEach(type::add);
    }

    Optional<SObjectType> find(String name) {
        return Optional.ofNullable(types.get(name.toLowerCase(Locale.ROOT)));
    }

    List<SObjectType> all() {
        return List.copyOf(types.values());
    }

    private static List<SField> fields(String text) {
        List<SField> fields = new ArrayList<>();
        for (String part : text.split(",")) {
            Matcher matcher = FIELD.matcher(part.trim());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "expected a field such as Shoe_Size__c double, not '" + part.trim() + "'");
            }
            fields.add(SField.of(
                    matcher.group(1),
                    matcher.group(2),
                    matcher.group(3),
                    !matcher.group(4).isEmpty(),
                    matcher.group(5)));
        }
        return fields;
    }
}
