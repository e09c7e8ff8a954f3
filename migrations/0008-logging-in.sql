-- What was shown for a token, and users by their ids: IAM takes both.
ALTER TABLE tokens ADD COLUMN method TEXT NOT NULL DEFAULT 'password';
CREATE INDEX users_of_id ON users (user_id);
