/**
 * Runs its arguments as a command as long as its own stdin is open. The pipe closes when this process ends, in whatever
 * way, so the server is never left behind. (A shell gives /dev/null to background commands: hence descriptor 3.) The
 * files that it creates are for this user only.
 */
export const whileStdinIsOpen =
  'umask 077; exec 3<&0; "$@" & server=$!; (cat <&3 >/dev/null; kill "$server") 2>/dev/null & exec 3<&-; wait "$server"';
