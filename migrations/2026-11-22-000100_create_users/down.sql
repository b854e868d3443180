DROP TABLE sign_in_failures, password_links, refresh_tokens, sessions, users;
