-- The flow ran before it was told since when: from its first delivery on. Nobody else writes customers that way.
INSERT INTO watermark (schedule, system, time, id, at)
SELECT 'first-run', 'customers-to-magento', MIN(created_at), '', MIN(created_at)
FROM hub_delivery
WHERE object = 'customer' AND identity = 0
GROUP BY object
ON CONFLICT (schedule, system) DO NOTHING;
