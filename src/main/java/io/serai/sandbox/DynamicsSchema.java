package io.serai.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of the environment. A line is {@code collection table: column type, ...}; a length or the tables that a lookup points at are in
 * brackets, {@code !} marks a column without which no row is created, {@code =} a default.
 */
final class DynamicsSchema {
    private static final String ADDRESS = "address%d_line1 string(250), address%1$d_line2 string(250), "
            + "address%1$d_line3 string(250), address%1$d_city string(80), address%1$d_stateorprovince string(50), "
            + "address%1$d_postalcode string(20), address%1$d_country string(80), ";
    private static final String STATE = "statecode int=0, statuscode int=1, serai_id key(100)";
    private static final String TABLES = """
            contacts contact: firstname string(50), lastname string(50)!, emailaddress1 string(100), telephone1 string(50), \
            mobilephone string(50), birthdate date, jobtitle string(100), gendercode int, description memo(2000), ADDRESS1\
            ADDRESS2donotbulkemail boolean=false, donotemail boolean=false, donotphone boolean=false, \
            parentcustomerid lookup(account|contact), masterid lookup(contact), merged boolean=false, STATE
            accounts account: name string(160)!, accountnumber string(20), telephone1 string(50), emailaddress1 string(100), \
            websiteurl string(200), description memo(2000), ADDRESS1serai_taxnumber string(40), parentaccountid lookup(account), \
            masterid lookup(account), merged boolean=false, STATE
            leads lead: subject string(300), firstname string(50), lastname string(50)!, companyname string(100), \
            emailaddress1 string(100), telephone1 string(50), mobilephone string(50), jobtitle string(100), leadsourcecode int, \
            description memo(2000), donotbulkemail boolean=false, masterid lookup(lead), merged boolean=false, STATE
            incidents incident: title string(200)!, ticketnumber string(100), description memo(2000), \
            customerid lookup(account|contact)!, prioritycode int=2, caseorigincode int, casetypecode int, \
            masterid lookup(incident), merged boolean=false, serai_status string(100), serai_priority string(100), STATE
            serai_orders serai_order: serai_name string(100)!, serai_status string(40), serai_store string(80), \
            serai_placedat datetime, serai_currency string(3), serai_subtotal decimal, serai_discount decimal, \
            serai_shipping decimal, serai_tax decimal, serai_total decimal, serai_lines memo(100000), \
            serai_contact lookup(contact), serai_account lookup(account), STATE
            """;
    private static final Pattern COLUMN = Pattern.compile("(\\w+) (\\w+)(?:\\(([\\w|]+)\\))?(!?)(?:=(.+))?");

    private DynamicsSchema() {}

    /** Empty tables, by the name of their collection. */
    static Map<String, DynamicsTable> tables() {
        Map<String, DynamicsTable> tables = new LinkedHashMap<>();
        String text = TABLES.replace("ADDRESS1", ADDRESS.formatted(1))
                .replace("ADDRESS2", ADDRESS.formatted(2))
                .replace("STATE", STATE);
        text.lines().forEach(line -> {
            String[] parts = line.split(": ", 2);
            String[] names = parts[0].split(" ");
            tables.put(names[0], new DynamicsTable(names[0], names[1], columns(parts[1])));
        });
        return tables;
    }

    private static List<DynamicsColumn> columns(String text) {
        List<DynamicsColumn> columns = new ArrayList<>();
        for (String part : text.split(",")) {
            Matcher matcher = COLUMN.matcher(part.trim());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("expected a column, not '" + part.trim() + "'");
            }
            boolean lookup = matcher.group(2).equals("lookup");
            String argument = matcher.group(3);
            columns.add(new DynamicsColumn(
                    matcher.group(1),
                    matcher.group(2),
                    lookup || argument == null ? 0 : Integer.parseInt(argument),
                    !matcher.group(4).isEmpty(),
                    lookup ? List.of(argument.split("\\|")) : List.of(),
                    matcher.group(5)));
        }
        return columns;
    }
}
