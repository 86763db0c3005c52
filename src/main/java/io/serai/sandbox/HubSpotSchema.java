package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The properties of each kind of object that a HubSpot has. Not thread-safe: {@link HubSpot} guards it. */
final class HubSpotSchema {
    /** @param unique no two objects may have the same value, so that objects are found by it */
    record Property(String name, String type, boolean unique, boolean readOnly) {}

    /** Of a kind of object: its name, its number, and the property with the time of its last change. */
    record Type(String name, String number, String singular, String changed, Map<String, Property> properties) {
        Optional<Property> property(String property) {
            return Optional.ofNullable(properties.get(property));
        }
    }

    private static final String ADDRESS = "phone,address,city,state,zip,country,";
    private static final String ANY = "serai_id unique,hs_object_id readonly,createdate readonly,hubspot_owner_id,";

    private final Map<String, Type> types = new TreeMap<>();
    private final Map<String, String> names = new HashMap<>();

    HubSpotSchema() {
        add(
                "contacts",
                "0-1",
                "contact",
                "lastmodifieddate",
                ANY + ADDRESS + "email unique,firstname,lastname,jobtitle,company,hs_language,date_of_birth,gender,"
                        + "mobilephone,lifecyclestage,hs_lead_status,hubspotscore number,associatedcompanyid readonly,"
                        + "hs_email_optout readonly,hs_email_optout_1 readonly");
        add(
                "companies",
                "0-2",
                "company",
                "hs_lastmodifieddate",
                ANY + ADDRESS + "name,domain,address2,industry,tax_number,lifecyclestage");
        add(
                "deals",
                "0-3",
                "deal",
                "hs_lastmodifieddate",
                ANY
                        + "dealname,amount number,deal_currency_code,closedate datetime,dealstage,pipeline,dealtype,description");
        add(
                "tickets",
                "0-5",
                "ticket",
                "hs_lastmodifieddate",
                ANY + "subject,content,hs_pipeline,hs_pipeline_stage,hs_ticket_priority,hs_ticket_category,source_type,"
                        + "serai_status,serai_stage,closed_date readonly");
        add(
                "orders",
                "0-123",
                "order",
                "hs_lastmodifieddate",
                ANY + "hs_order_name,hs_external_order_id,hs_external_order_status,hs_total_price number,"
                        + "hs_subtotal_price number,hs_tax number,hs_shipping_cost number,hs_currency_code,"
                        + "hs_external_created_date datetime,hs_source_store");
    }

    private void add(String name, String number, String singular, String changed, String properties) {
        Type type = new Type(name, number, singular, changed, new TreeMap<>());
        types.put(name, type);
        for (String alias : List.of(name, number, singular)) {
            names.put(alias, name);
        }
        for (String property : (properties + "," + changed + " readonly").split(",")) {
            String[] words = property.split(" ");
            boolean unique = words.length > 1 && words[1].equals("unique");
            boolean readOnly = words.length > 1 && words[1].equals("readonly");
            String kind = words.length > 1 && !unique && !readOnly ? words[1] : "string";
            type.properties().put(words[0], new Property(words[0], kind, unique, readOnly));
        }
    }

    /** By name, number or singular. */
    Optional<Type> type(String name) {
        return Optional.ofNullable(names.get(name)).map(types::get);
    }

    Collection<Type> types() {
        return types.values();
    }

    /** As {@code POST /crm/v3/properties/<type>} tells it. */
    Property define(Type type, ObjectNode given) {
        Property property = new Property(
                given.path("name").asText(),
                given.path("type").asText("string"),
                given.path("hasUniqueValue").asBoolean(),
                false);
        type.properties().put(property.name(), property);
        return property;
    }
}
