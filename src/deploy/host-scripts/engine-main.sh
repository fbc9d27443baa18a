# shellcheck shell=sh
# The whole file is read before anything of it runs: the folder that it lies in is renamed at the end.
main() {
  verb=$1
  shift
  case $verb in
    arm) arm "$1" ;;
    # In units of their own, which may outlive the transaction that they were started for.
    apply | commit-here)
      is_pending "$1" || exit 0
      open_run_folder "$1"
      "${verb%-here}"
      ;;
    guard)
      wait_for_other_guard
      is_pending "$1" || exit 0
      open_run_folder "$1"
      guard
      ;;
    # TOKEN LINE
    follow)
      open_run_folder "$1"
      follow "$2"
      ;;
    # TOKEN LINE
    commit)
      open_run_folder "$1"
      # In a unit of its own, because the session may die.
      quietly systemd-run --quiet --collect --unit=kvmnet-commit --description='KVMNet: keep a change' \
        --property=OnFailure=kvmnet-guard.service \
        /bin/sh "$pending/engine.sh" commit-here "$token"
      follow "$2"
      ;;
    # TOKEN LINE REASON
    cancel)
      open_run_folder "$1"
      begin_rollback "$3"
      follow "$2"
      ;;
    recover)
      wait_for_other_guard
      if [ -s "$pending/token" ]; then
        open_run_folder "$(field token)"
        recover "$1"
      else remove_boot_units; fi
      ;;
  esac
}
main "$@"
exit 0
