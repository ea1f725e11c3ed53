-- The import that accepted a row of this product last: one file says one thing of a product.
ALTER TABLE imported_product ADD COLUMN import_id text;
