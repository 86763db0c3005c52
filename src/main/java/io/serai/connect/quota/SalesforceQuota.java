package io.serai.connect.quota;

/** Salesforce: {@code Sforce-Limit-Info: api-usage=18/5000}, the calls of the last 24 hours; others may follow. */
final class SalesforceQuota implements Correction {
    private static final String USAGE = "api-usage=";

    @Override
    public Advice read(Answer answer) {
        String info = answer.header("Sforce-Limit-Info");
        if (info == null || !info.startsWith(USAGE)) return Advice.NONE;
        String[] numbers =
                info.substring(USAGE.length()).split("[;,]", 2)[0].strip().split("/", 2);
        if (numbers.length < 2) return Advice.NONE;
        Long used = Numbers.read(numbers[0]);
        Long max = Numbers.read(numbers[1]);
        return used == null || max == null || max == 0 ? Advice.NONE : Advice.day(used, max);
    }
}
