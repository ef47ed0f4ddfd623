# The commands of the README. Each is a short script that can be read and run by itself.
.PHONY: help run web build test crash fuzz bench bench-transit screenshots lint generated clean

help:
	@echo "make run          serve the first zone on http://127.0.0.1:8080, with links for the sample persons"
	@echo "make test         everything: both databases, then a real browser where there is one"
	@echo "make crash        200 times kill -9 under load (KILLS=n for another number)"
	@echo "make fuzz         the API before schemathesis, with all its checks"
	@echo "make bench        every speed we claim, beside its limit"
	@echo "make bench-transit   the reach engine beside plain range-RAPTOR and the machine's limit"
	@echo "make screenshots  pictures of the pages"
	@echo "make lint         form, clippy, generated files, licences, the charters"
	@echo "make generated    write generated files anew"

run:
	@scripts/run

web:
	@scripts/build-web

build: web
	cargo build --locked

test:
	@scripts/test

crash: web
	CHAOBAI_KILLS=$(or $(KILLS),200) scripts/with-postgres cargo test --locked -p chaobai --test crash -- --nocapture

fuzz:
	@scripts/fuzz-api

bench: web
	cargo run --release --locked -p bench

bench-transit:
	cargo bench --locked -p transit --bench reach

screenshots: web
	cargo build --locked
	cd e2e && npm ci --no-audit --no-fund && npm run screenshots

lint: web
	@scripts/lint

generated: web
	cargo run --locked -q -p chaobai -- schema docs/charter.schema

clean:
	cargo clean
	rm -rf web/dist web/node_modules e2e/node_modules e2e/out
