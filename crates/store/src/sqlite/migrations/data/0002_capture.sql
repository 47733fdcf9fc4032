-- What the capture protocol looks for: customer ids that are set apart, and transactions.

-- The header `customer-id` of an account that has one apart from its client id.
ALTER TABLE accounts ADD COLUMN customer_id TEXT;
CREATE UNIQUE INDEX accounts_customer ON accounts (customer_id) WHERE customer_id IS NOT NULL;

CREATE INDEX verifications_transaction ON verifications (transaction_id);
-- Lists of an account's verifications, newest first: `key` grows with the time of opening.
CREATE INDEX verifications_of_account ON verifications (account, key);
