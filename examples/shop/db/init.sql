CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY, placed_at timestamptz NOT NULL DEFAULT now());
