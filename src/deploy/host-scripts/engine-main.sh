# shellcheck shell=sh
# The whole file is read before anything of it runs: the folder that it lies in is renamed at the end.
main() {
  verb=$1
  shift
  case $verb in
    arm) arm "$1" ;;
    apply) apply ;;
    follow)
      open_run_folder
      follow "$1"
      ;;
    commit)
      open_run_folder
      # In a unit of its own, because the session may die.
      quietly systemd-run --quiet --collect --unit=kvmnet-commit --description='KVMNet: keep a change' \
        /bin/sh "$pending/engine.sh" commit-here
      follow "$1"
      ;;
    commit-here) commit ;;
    cancel)
      open_run_folder
      begin_rollback "$2"
      follow "$1"
      ;;
    guard) guard ;;
    recover) recover "$1" ;;
  esac
}
main "$@"
exit 0
