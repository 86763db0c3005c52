-- Once the id of an engagement was taken for an object's, so that nobody looked whom its payload mentions.
UPDATE journal SET external_id = NULL WHERE external_id IS NOT NULL AND topic LIKE '%.engagement';
