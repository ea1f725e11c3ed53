# The way into a cluster, in verbs. `make help` says what each needs.
REGISTRY ?=
VALUES ?=
BASE ?=
.PHONY: help build verify images check push deploy
help:
	@echo 'make build                                     compiles and packages'
	@echo 'make verify                                    builds and passes the tests'
	@echo 'make images [BASE=debian]                      builds the images'
	@echo 'make check                                     runs the images with podman, beside engines on this machine'
	@echo 'make push REGISTRY=registry.example.com/shop   builds the images and pushes them'
	@echo 'make deploy REGISTRY=… VALUES="my.yaml more.yaml" [ARGS="--timeout 20m --dry-run"]'
build:
	./mvnw -B --no-transfer-progress -Dmaven.test.skip=true package
verify:
	.ci/run
images:
	images/build $(if $(BASE),--base $(BASE))
check:
	images/check
push:
	./deploy.sh --registry '$(REGISTRY)' $(if $(BASE),--base $(BASE)) --push-only $(ARGS)
deploy:
	./deploy.sh --registry '$(REGISTRY)' $(if $(BASE),--base $(BASE)) $(foreach file,$(VALUES),--values $(file)) $(ARGS)
