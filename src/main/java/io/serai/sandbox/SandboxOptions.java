package io.serai.sandbox;

import java.util.List;
import java.util.Map;

/**
 * How the sandbox behaves. The credentials are made up and public: they open nothing but the sandbox.
 *
 * @param magento shops that exist, and have a trickle, from the start; others begin with their first call
 * @param tricklePerSecond customers, orders and changes per second that each of these shops makes by itself
 * @param trickleLimit number of customers, and of orders, after which the trickle only changes what there is
 * @param history Salesforce keeps what every write brought, for tests
 * @param dailyLimit Salesforce calls per day, after which it answers 403
 * @param detectDuplicates Salesforce refuses a second contact with the same e-mail address
 * @param fields more fields of Salesforce objects, as {@link SalesforceSchema} writes them
 * @param broker where the custom shop tells what happens, such as {@code amqp://guest:guest@localhost:5672}; empty for nowhere
 */
public record SandboxOptions(
        List<String> magento,
        MagentoAccess magentoAccess,
        SalesforceAccess salesforceAccess,
        Webhooks webhooks,
        Seed seed,
        double tricklePerSecond,
        int trickleLimit,
        boolean history,
        long dailyLimit,
        boolean detectDuplicates,
        Map<String, String> fields,
        String broker) {

    /**
     * What a Magento accepts.
     *
     * @param bearer whether the access token alone opens it (off by default in a real one since 2.4.4)
     * @param adminTokenSeconds life of an admin token
     * @param maxPageSize largest page, 0 for no limit
     */
    public record MagentoAccess(
            String consumerKey,
            String consumerSecret,
            String accessToken,
            String accessTokenSecret,
            String username,
            String password,
            boolean bearer,
            long adminTokenSeconds,
            int maxPageSize) {
        public static MagentoAccess defaults() {
            return new MagentoAccess(
                    "sandbox-consumer-key",
                    "sandbox-consumer-secret",
                    "sandbox-access-token",
                    "sandbox-access-token-secret",
                    "sandbox-admin",
                    "sandbox-password",
                    true,
                    4 * 3600,
                    0);
        }

        public MagentoAccess withBearer(boolean allowed) {
            return new MagentoAccess(
                    consumerKey,
                    consumerSecret,
                    accessToken,
                    accessTokenSecret,
                    username,
                    password,
                    allowed,
                    adminTokenSeconds,
                    maxPageSize);
        }

        public MagentoAccess withMaxPageSize(int size) {
            return new MagentoAccess(
                    consumerKey,
                    consumerSecret,
                    accessToken,
                    accessTokenSecret,
                    username,
                    password,
                    bearer,
                    adminTokenSeconds,
                    size);
        }

        public MagentoAccess withAdminTokenSeconds(long seconds) {
            return new MagentoAccess(
                    consumerKey,
                    consumerSecret,
                    accessToken,
                    accessTokenSecret,
                    username,
                    password,
                    bearer,
                    seconds,
                    maxPageSize);
        }
    }

    /**
     * What a Salesforce accepts.
     *
     * @param publicKey PEM of the key that JWT assertions are signed with, or empty (one may be posted later)
     */
    public record SalesforceAccess(String clientId, String clientSecret, String username, String publicKey) {
        public static SalesforceAccess defaults() {
            return new SalesforceAccess("sandbox-client", "sandbox-secret", "integration@sandbox.example", "");
        }
    }

    /**
     * Where changes are pushed.
     *
     * @param url target with {@code {system}} for the shop's name; empty for none
     * @param secret signs; {@code whsec_<base64>} stands for the decoded bytes
     * @param duplicate share of deliveries made twice
     * @param reorder share of deliveries held back so that later ones overtake them
     * @param firstBackOffMs wait before the first redelivery; doubles with each
     */
    public record Webhooks(
            String url, String secret, double duplicate, double reorder, int attempts, long firstBackOffMs) {
        public static Webhooks none() {
            return new Webhooks("", "sandbox-webhook-secret", 0, 0, 6, 500);
        }

        public Webhooks to(String target) {
            return new Webhooks(target, secret, duplicate, reorder, attempts, firstBackOffMs);
        }

        public Webhooks disturbed(double duplicates, double reordered) {
            return new Webhooks(url, secret, duplicates, reordered, attempts, firstBackOffMs);
        }
    }

    /** What a shop holds at its start, the same for the same number. */
    public record Seed(int customers, int companies, int orders, long number) {
        public static final Seed NOTHING = new Seed(0, 0, 0, 1);

        public static Seed defaults() {
            return new Seed(12, 3, 8, 1);
        }
    }

    public static SandboxOptions defaults() {
        return new SandboxOptions(
                List.of("magento-pl", "magento-de"),
                MagentoAccess.defaults(),
                SalesforceAccess.defaults(),
                Webhooks.none(),
                Seed.defaults(),
                0,
                5000,
                false,
                5_000_000,
                false,
                Map.of(),
                "");
    }

    public SandboxOptions withMagento(MagentoAccess access) {
        return new SandboxOptions(
                magento,
                access,
                salesforceAccess,
                webhooks,
                seed,
                tricklePerSecond,
                trickleLimit,
                history,
                dailyLimit,
                detectDuplicates,
                fields,
                broker);
    }

    public SandboxOptions withSalesforce(SalesforceAccess access) {
        return new SandboxOptions(
                magento,
                magentoAccess,
                access,
                webhooks,
                seed,
                tricklePerSecond,
                trickleLimit,
                history,
                dailyLimit,
                detectDuplicates,
                fields,
                broker);
    }

    public SandboxOptions withWebhooks(Webhooks target) {
        return new SandboxOptions(
                magento,
                magentoAccess,
                salesforceAccess,
                target,
                seed,
                tricklePerSecond,
                trickleLimit,
                history,
                dailyLimit,
                detectDuplicates,
                fields,
                broker);
    }

    public SandboxOptions withSeed(Seed content) {
        return new SandboxOptions(
                magento,
                magentoAccess,
                salesforceAccess,
                webhooks,
                content,
                tricklePerSecond,
                trickleLimit,
                history,
                dailyLimit,
                detectDuplicates,
                fields,
                broker);
    }

    public SandboxOptions withTrickle(double perSecond) {
        return new SandboxOptions(
                magento,
                magentoAccess,
                salesforceAccess,
                webhooks,
                seed,
                perSecond,
                trickleLimit,
                history,
                dailyLimit,
                detectDuplicates,
                fields,
                broker);
    }

    public SandboxOptions withHistory(boolean kept) {
        return new SandboxOptions(
                magento,
                magentoAccess,
                salesforceAccess,
                webhooks,
                seed,
                tricklePerSecond,
                trickleLimit,
                kept,
                dailyLimit,
                detectDuplicates,
                fields,
                broker);
    }

    public SandboxOptions withDailyLimit(long calls) {
        return new SandboxOptions(
                magento,
                magentoAccess,
                salesforceAccess,
                webhooks,
                seed,
                tricklePerSecond,
                trickleLimit,
                history,
                calls,
                detectDuplicates,
                fields,
                broker);
    }

    public SandboxOptions withBroker(String url) {
        return new SandboxOptions(
                magento,
                magentoAccess,
                salesforceAccess,
                webhooks,
                seed,
                tricklePerSecond,
                trickleLimit,
                history,
                dailyLimit,
                detectDuplicates,
                fields,
                url);
    }
}
