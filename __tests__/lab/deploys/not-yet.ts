/**
 * Set-ups on which the check and the deploy differ, by title, although a look could tell: the check does not look there yet. One
 * that the check gets right has to leave this list.
 */
export const notYet: readonly string[] = [
  'shell and programs: appleboy/ssh-action: the script sources a file that is not there',
  'shell and programs: appleboy/ssh-action: docker is there, and its socket is for a group',
  'shell and programs: rsync: rsync of a NAS that refuses to serve',
  'target: appleboy/ssh-action: the repository has no remote',
  'target: rsync: rsync --mkpath with an rsync that does not know it',
  'network: ssh: the way drops packets with a DSCP mark',
]
