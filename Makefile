# A thin front door; each line is one Maven command that works without it.
.PHONY: demo test full fmt quality peers fuzz simulation bench

demo:     ## watch messages flow through our client and our server
	mvn -q -Pdemo
test:     ## every test in its short form
	mvn verify
full:     ## the long forms, with the counts of the acceptance lines
	mvn verify -Pfull
fmt:      ## lay the sources out
	mvn -q spotless:apply
quality:  ## layout, Error Prone, NullAway
	mvn -q -Pquality test-compile
peers:    ## nats-server, nats CLI, nats-py and nats.js into .peers/, by their ordinary package clients
	compatibility-tests/bin/install-peers
simulation: ## reconnects under 300 seeds; SEED=N for one of them again
	mvn -Psimulation -pl client-core -am verify -Dtest=None -Dit.test=ReconnectSimulationIT -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dfailsafe.failIfNoSpecifiedTests=false $(if $(SEED),-Dseed=$(SEED))
fuzz:     ## coverage-guided fuzzing of every parser
	mvn -Pfuzz -pl wire,reference-server,client-core -am test
bench:    ## the side-by-side runs; results land in benchmarks/results
	mvn -q -Pbench -pl benchmarks -am verify
