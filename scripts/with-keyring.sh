#!/usr/bin/env bash
# with-keyring.sh COMMAND...
# Runs COMMAND in a private D-Bus session with a real gnome-keyring whose files live in a temporary folder; nobody's own
# keyring is touched. Exit status is COMMAND's. KEYRING (default unlocked) chooses what the session finds:
#   unlocked   a Secret Service with an unlocked login keyring
#   locked     the same keyring, with one entry in it, locked, and nobody to ask for its password
#   none       a session bus without any Secret Service
set -u
mode="${KEYRING:-unlocked}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
export KEYRING="$mode" XDG_RUNTIME_DIR="$folder/run" XDG_DATA_HOME="$folder/data"
unset GNOME_KEYRING_CONTROL
mkdir -m 700 -p "$XDG_RUNTIME_DIR" "$XDG_DATA_HOME"

# A bus of its own on which nothing is started by name: no second keyring, no prompt.
cat >"$folder/bus.conf" <<'XML'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
XML

# keyring HOW: starts the daemon with --unlock or --start. The password comes through a pipe: from a background job's
# empty standard input the keyring would stay without one.
cat >"$folder/keyring.sh" <<'SH'
keyring() {
  printf test | gnome-keyring-daemon "$1" --foreground --components=secrets \
    --control-directory="$XDG_RUNTIME_DIR/keyring" >/dev/null 2>&1 &
  keyring_pid=$!
  for _ in $(seq 200); do
    gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
      -m org.freedesktop.DBus.NameHasOwner org.freedesktop.secrets 2>/dev/null | grep -q true && return 0
    sleep 0.05
  done
  echo "with-keyring: the Secret Service did not come up" >&2
  exit 97
}
SH
session() {
  local script="$1"
  shift
  dbus-run-session --config-file="$folder/bus.conf" -- bash -c ". '$folder/keyring.sh'; $script" with-keyring "$@"
}
closing='status=$?; kill "$keyring_pid" 2>/dev/null; wait 2>/dev/null; exit $status'

case "$mode" in
  none) session '"$@"' "$@" ;;
  unlocked) session "keyring --unlock; \"\$@\"; $closing" "$@" ;;
  locked)
    session "keyring --unlock; printf x | secret-tool store --label=first created-by with-keyring; $closing" || exit 97
    session "keyring --start; \"\$@\"; $closing" "$@"
    ;;
  *)
    echo "with-keyring: KEYRING is unlocked, locked or none" >&2
    exit 98
    ;;
esac
