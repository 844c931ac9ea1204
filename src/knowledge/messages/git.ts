/** Git, over SSH or HTTPS. */
import { exitCode, type Message } from './message'

export const git: readonly Message[] = [
  {
    id: 'git-host-unreachable',
    strength: 'fault',
    shown: [
      'ssh: connect to host github.com port 22: Connection timed out',
      'fatal: unable to connect to github.com',
    ],
    patterns: [/connect to (?:host )?(?:\w+\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/i],
    says: 'The machine that runs git cannot reach the Git server. This is not about the SSH server of your deploy.',
    causes: ['deploy/git-remote', 'tcp/filtered', 'dns/unavailable'],
    move: 'Where port 22 is blocked, use `ssh.github.com` on port 443 (`altssh.gitlab.com`, `altssh.bitbucket.org`).',
  },
  {
    id: 'git-repository-refused',
    strength: 'fault',
    shown: [
      "fatal: detected dubious ownership in repository at '/var/www/site'",
      'fatal: not a git repository (or any of the parent directories): .git',
      "fatal: unsafe repository ('/var/www/site' is owned by someone else)",
      'error: insufficient permission for adding an object to repository database .git/objects',
      'error: Your local changes to the following files would be overwritten by merge:',
      "fatal: Unable to create '/var/www/site/.git/index.lock': File exists.",
    ],
    patterns: [
      /unstaged changes/i,
      /dubious ownership|not a git repository|unsafe repository|adding an object to repository|index\.lock|would be overwritten by|cannot open .{0,20}\.git\/|not possible to fast-forward|divergent branches|CONFLICT \(|refusing to merge|Need to specify how to reconcile/i,
    ],
    says: 'SSH worked. Git on the server does not accept the directory: it belongs to another user, has local changes, or is no repository.',
    causes: ['deploy/git-repository', 'deploy/target-missing', 'deploy/target-not-owned'],
  },
  {
    id: 'git-no-access',
    strength: 'fault',
    shown: [
      'remote: Repository not found.',
      'ERROR: Repository not found.',
      "fatal: could not read Username for 'https://github.com': terminal prompts disabled",
      'fatal: Authentication failed for ’https://github.com/…’',
      "fatal: '…' does not appear to be a git repository",
      'remote: Permission to … denied to github-actions[bot].',
      'ERROR: The key you are authenticating with has been marked as read only.',
    ],
    patterns: [
      /not allowed to upload code|HTTP Basic: access denied/i,
      /repository not found|could not read (?:username|password) for|authentication failed for '?https?:|does not appear to be a git repository|remote: permission to .{1,200} denied|marked as read only|support for password authentication was removed|write access to repository not granted|terminal prompts disabled|invalid username or (?:password|token)|project you were looking for/i,
    ],
    says: 'Git reached its server. That server does not give this user or key access to the repository, or the path is wrong.',
    causes: ['deploy/git-remote', 'deploy/git-repository', 'auth/key-rejected'],
  },
  {
    id: 'git-push-rejected',
    strength: 'fault',
    shown: [
      "error: failed to push some refs to 'ssh://…'",
      '! [rejected] main -> main (non-fast-forward)',
      '! [remote rejected] main -> main (pre-receive hook declined)',
      'error: src refspec main does not match any',
      'shallow update not allowed',
    ],
    patterns: [
      /failed to push some refs|\[(?:remote )?rejected\]|hook declined|refspec .{1,100}does not match|shallow update not allowed|non-fast-forward|unpacker error|couldn't find remote ref|remote branch .{1,100}not found/i,
    ],
    says: 'SSH worked. Git rejected the push or does not know the branch: the lines above give the reason.',
    causes: [],
    move: 'Check the name of the branch, and use `fetch-depth: 0` in `actions/checkout` for a push to another server.',
  },
  {
    id: 'git-remote-unreachable',
    strength: 'ending',
    shown: [
      'fatal: Could not read from remote repository.',
      'Please make sure you have the correct access rights and the repository exists.',
      "fatal: unable to access 'https://github.com/…'",
      'fatal: early EOF',
      'The command "git clone" failed. Exit Code: 128',
      'Process completed with exit code 128.',
      'fatal: the remote end hung up unexpectedly',
    ],
    patterns: [
      /could not read from remote|correct access rights|early EOF|index-pack failed|fetch-pack|the remote end hung up unexpectedly|unable to access 'https?:|RPC failed|clone of .{1,200}failed/i,
      exitCode(128),
    ],
    says: 'Git did not get through to its remote. The line above this one says why, and it matters which machine ran git.',
    causes: ['deploy/git-remote', 'auth/key-rejected', 'deploy/host-unverified'],
    rarer: ['hostkey/unknown', 'dns/not-found'],
  },
]
