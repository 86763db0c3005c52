package io.serai.sandbox;

import java.util.List;
import java.util.SplittableRandom;

/** A country of made-up people: their names, streets and numbers in their own script. */
enum Place {
    PL(
            "PL",
            "PLN",
            23,
            "+48 6## ### ###",
            "##-###",
            "Łukasz,Małgorzata,Zbigniew,Agnieszka,Paweł,Żaneta,Krzysztof,Świętosława",
            "Wiśniewska,Kowalczyk,Wójcik,Dąbrowski,Szczęsna,Zieliński,Źrebiec,Gołębiowski",
            "ul. Długa,ul. Świętokrzyska,al. Jana Pawła II,ul. Żurawia,os. Słoneczne",
            "Kraków,Łódź,Gdańsk,Wrocław,Poznań"),
    DE(
            "DE",
            "EUR",
            19,
            "+49 30 55501##",
            "#####",
            "Jürgen,Käthe,Björn,Anna,Søren,Ulrike,Günther,Mia",
            "Müller,Schäfer,Weiß,Größmann,Berg,Öztürk,Krüger,von der Heide",
            "Lindenstraße,Königsallee,Hauptstraße,Am Mühlbach,Schloßplatz",
            "Berlin,München,Köln,Düsseldorf,Görlitz"),
    GR(
            "GR",
            "EUR",
            24,
            "+30 210 555 ####",
            "### ##",
            "Γιώργος,Μαρία,Ελένη,Δημήτρης,Αικατερίνη,Νίκος",
            "Παπαδόπουλος,Γεωργίου,Οικονόμου,Βλάχου,Αντωνίου",
            "Οδός Ερμού,Λεωφόρος Αλεξάνδρας,Οδός Αθηνάς",
            "Αθήνα,Θεσσαλονίκη,Πάτρα"),
    JP(
            "JP",
            "EUR",
            10,
            "+81 3 5550 ####",
            "###-####",
            "翔太,美咲,健一,葵,結衣",
            "佐藤,鈴木,高橋,渡辺,齋藤",
            "千代田区丸の内,渋谷区神南,中央区銀座",
            "東京,大阪,札幌"),
    CN("CN", "EUR", 13, "+86 10 5550 ####", "######", "伟,芳,秀英,磊,静", "王,李,张,欧阳,刘", "南京东路,中山北路,长安街", "上海,北京,广州"),
    KR("KR", "EUR", 10, "+82 2 555 ####", "#####", "민준,서연,지훈,하은", "김,이,박,남궁", "세종대로,강남대로", "서울,부산");

    private static final Place[] ABROAD = {PL, DE, GR, JP, CN, KR};

    final String country;
    final String currency;
    final int taxPercent;
    private final String phone;
    private final String postcode;
    private final List<String> firstNames;
    private final List<String> lastNames;
    private final List<String> streets;
    private final List<String> cities;

    Place(
            String country,
            String currency,
            int taxPercent,
            String phone,
            String postcode,
            String firstNames,
            String lastNames,
            String streets,
            String cities) {
        this.country = country;
        this.currency = currency;
        this.taxPercent = taxPercent;
        this.phone = phone;
        this.postcode = postcode;
        this.firstNames = List.of(firstNames.split(","));
        this.lastNames = List.of(lastNames.split(","));
        this.streets = List.of(streets.split(","));
        this.cities = List.of(cities.split(","));
    }

    /** The home of a shop, by the last part of its name; Germany if it says nothing. */
    static Place of(String shop) {
        return shop.endsWith("pl") ? PL : shop.endsWith("gr") ? GR : DE;
    }

    /** Most live here, the others anywhere. */
    Place someone(SplittableRandom random) {
        return random.nextInt(10) < 6 ? this : ABROAD[random.nextInt(ABROAD.length)];
    }

    String firstName(SplittableRandom random) {
        return pick(firstNames, random);
    }

    String lastName(SplittableRandom random) {
        return pick(lastNames, random);
    }

    String street(SplittableRandom random) {
        return pick(streets, random) + " " + (1 + random.nextInt(120));
    }

    String city(SplittableRandom random) {
        return pick(cities, random);
    }

    String phone(SplittableRandom random) {
        return digits(phone, random);
    }

    String postcode(SplittableRandom random) {
        return digits(postcode, random);
    }

    String vat(int number) {
        return this == PL ? "PL" + (1_000_000_000L + number) : country + (100_000_000 + number);
    }

    private static String pick(List<String> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    private static String digits(String pattern, SplittableRandom random) {
        StringBuilder text = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            text.append(c == '#' ? (char) ('0' + random.nextInt(10)) : c);
        }
        return text.toString();
    }
}
