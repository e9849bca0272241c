# shellcheck shell=bash disable=SC2034  # for those who source this
# $plain is what programs with sanitizers are started by: without address randomisation where the system allows
# it, because those of clang 14 and gcc 12 cannot place their shadow memory under the widest one of newer kernels.
# Sourced, not run.

plain=()
if setarch -R true 2>/dev/null; then
  plain=(setarch -R)
fi
