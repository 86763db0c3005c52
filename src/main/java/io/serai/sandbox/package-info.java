/**
 * Doubles of the vendors' APIs, in memory: what the first command of the README, the tests and the benchmarks talk to.
 *
 * <p>Any system whose name begins with a vendor's ({@code magento}, {@code salesforce}, {@code custom-shop}, {@code dynamics}, {@code omnisend}, {@code smartico}, {@code hubspot}) answers under {@code /sandbox/<name>}, either in the
 * runtime ({@code serai.sandbox.enabled=true}) or alone ({@link io.serai.sandbox.SandboxServer}). Beside the vendor's own paths each
 * has {@code fail}, {@code stats} and inspection, and each Magento has {@code load}. Nothing of Serai is imported here: signatures,
 * tokens and paging are written a second time, so that the doubles and the connectors test each other.
 *
 * <p><b>Magento, not imitated:</b> EAV and attribute metadata, websites and stores other than one, ACL of integrations, the OAuth
 * handshake and customer tokens, two-factor sign-in, {@code fields=} projections, filters on members below the top level (custom
 * attributes excepted), totals and shipping of carts, invoices, shipments, credit memos, attributes and labels of returns, async and bulk endpoints, GraphQL, the journal of Adobe I/O Events
 * (webhooks here follow Standard Webhooks, or with {@code options {"adobeClientId": ".."}} are Adobe's events), items inside {@code shipping_assignments}.
 *
 * <p><b>Salesforce, not imitated:</b> the Bulk API but for upserts by ingest jobs, Pub/Sub and streaming, SOAP, Apex, metadata and tooling APIs, composite tree, graph and
 * batch, collections other than upsert, getUpdated and getDeleted, aggregates other than {@code COUNT()}, subqueries,
 * parent paths longer than one step, {@code FIELDS()}, sharing, validation rules, triggers, picklist restrictions, formula fields other than a
 * contact's {@code Name}, record types, multi-currency, compression, concurrent-request limits.
 *
 * <p><b>Dynamics, not imitated:</b> metadata, {@code $expand}, {@code $orderby}, {@code $count} and filters other than comparisons joined by
 * {@code and}, references inside change sets, functions, actions other than {@code Merge} and {@code CloseIncident}, activities such as the resolution of a case, option sets' texts, business rules, duplicate detection, price lists and
 * sales orders (orders go to a custom table), security roles, limits on execution time and concurrency. Webhooks are plug-in steps with
 * a key in the query.
 *
 * <p><b>HubSpot, not imitated:</b> the handshake of OAuth, scopes, products and line items, pipelines of one's own, custom objects, lists, workflows, forms, options of
 * properties other than the lifecycle's, association labels, more than one subscription type and channel, the webhooks journal, restoring from
 * the recycle bin. What its documentation leaves open is assumed: that a batch tells a conflict like a single call does, and that a merge
 * keeps the id of the first contact.
 *
 * <p><b>The custom shop</b> is nobody's product: it stands for what merchants have built themselves, with users, businesses and purchases
 * under {@code /api}, and events in an exchange of a RabbitMQ that tell ids only. It takes any member that is sent, and checks none.
 *
 * <p><b>Omnisend, not imitated:</b> OAuth, products, categories, segments, campaigns and analytics, {@code PUT} batches, how long tags and
 * batches take, the many shapes of the legacy versions but for contacts and events of v5. What its documentation leaves open is assumed:
 * that only an event of more than a day ago is historical.
 *
 * <p><b>Shopify, WooCommerce and BigCommerce, not imitated:</b> GraphQL, products, carts, refunds, fulfilments and channels, subscriptions to
 * webhooks (all topics of customers and orders are sent), limits, a webhook that is switched off after failures, the many filters of lists. That
 * Shopify's pages come in no certain order is assumed.
 *
 * <p><b>Smartico, not imitated:</b> the limit of parallel calls, what its automations do, reading by database or broker. That a wrong key
 * is told in a 200 is assumed.
 *
 * <p>All hold everything in memory, know one user and one organisation, and lose all at {@code POST /sandbox/reset} or exit.
 */
package io.serai.sandbox;
