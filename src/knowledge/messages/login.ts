/** User authentication: what clients print when the server does not accept the login. */
import { curlCode, type Message, methods } from './message'

/** OpenSSH and most others: what the server still accepts after the failure. */
const offered =
  /permission denied|server sent:|allowed types:|auth fail (?:for|with) methods|available methods?:?|methods? (?:remaining|left|allowed|available|supported):?|(?:accepts|supports|allows|allowed|supported)(?: only)?(?: the)?(?: following)?(?: authentication)? ?(?:methods?)?:?/i
/** Go, Ruby and Node: what the client tried. */
const tried =
  /(?=\[none )|attempted methods?|tried(?: methods?)?:?|authentication methods? tried:?|methods? attempted:?/i

const key = ['publickey']
const secret = ['password']
const prompt = ['keyboard-interactive']

export const login: readonly Message[] = [
  {
    id: 'git-permission-denied',
    strength: 'fault',
    shown: [
      'git@github.com: Permission denied (publickey).',
      'git@gitlab.com: Permission denied (publickey).',
    ],
    patterns: [
      /git@[\w.-]+: permission denied|(?:github|gitlab|bitbucket)\.(?:com|org):? permission denied \(publickey/i,
    ],
    says: 'The Git server refused the key, not your own server: the machine that runs git has no key for the repository.',
    causes: ['deploy/git-remote', 'auth/key-rejected'],
    move: 'Find out where git ran: in an SSH script it is your server, which needs a deploy key of the repository; in another step it is the runner.',
  },
  {
    id: 'too-many-authentication-failures',
    strength: 'fault',
    shown: [
      'Received disconnect from … port 22:2: Too many authentication failures',
      'ssh: disconnect, reason 2: Too many authentication failures',
      'Remote side sent disconnect message type 2 (protocol error): "Too many authentication failures"',
      'maximum authentication attempts exceeded',
    ],
    patterns: [
      /too many (?:authentication|auth|login|password) (?:failures|attempts)|too many (?:failed )?(?:logins|failures)|maximum authentication attempts|max(?:imum)? (?:auth|login) (?:tries|attempts)|SSH2: disconnect, too many/i,
    ],
    says: 'The client offered more keys or passwords than the server allows in one connection.',
    causes: ['auth/too-many-failures', 'deploy/no-key', 'auth/key-rejected'],
    rarer: ['auth/password-rejected'],
  },
  {
    id: 'key-type-refused',
    strength: 'fault',
    shown: [
      'send_pubkey_test: no mutual signature algorithm',
      'userauth_pubkey: key type ssh-rsa not in PubkeyAcceptedAlgorithms',
      'ssh: no common algorithm for client signature',
      'no mutual signature supported',
      'refusing RSA key: Invalid key length',
    ],
    patterns: [
      /no mutual signature|not in Pubkey(?:AcceptedAlgorithms|AcceptedKeyTypes)|no common algorithm for client sig|refusing RSA key|signature algorithm .{0,60}not (?:in|supported|accepted)|no mutual hash algorithm|server.{0,30}(?:reject|refus)\w+ (?:the )?(?:rsa|signature) (?:key|algo)/i,
    ],
    says: 'The server does not accept this type of key, or the SHA-1 signature that an old client makes with an RSA key.',
    causes: ['auth/key-type-refused', 'server/key-type-refused', 'auth/key-rejected'],
  },
  {
    id: 'second-factor',
    strength: 'fault',
    shown: [
      'Authenticated using "publickey" with partial success.',
      'Permission denied (keyboard-interactive).',
      'Verification code:',
      '# Tailscale SSH requires an additional check.',
      'ssh: unexpected message type 51 (expected 60)',
      'Further authentication required',
    ],
    patterns: [
      /partial(?:ly)? success|verification code|tailscale ssh requires|to authenticate, visit|further authentication required|unexpected message type 51|one-time password|duo two-factor|partial authentication|two-factor|keyboard-interactive.{0,40}(?:not supported|cancel)/i,
      methods(offered, prompt, [...key, ...secret]),
      methods(tried, prompt, [...key, ...secret]),
    ],
    says: 'The server wants a second factor or an answer to a prompt after the first login method.',
    causes: ['auth/second-factor', 'auth/password-rejected', 'auth/publickey-disabled'],
    rarer: ['auth/key-rejected'],
  },
  {
    id: 'bad-authentication-type',
    strength: 'fault',
    shown: ["Bad authentication type; allowed types: ['publickey']"],
    patterns: [
      methods(/allowed types:/, key, secret),
      /password authentication (?:is )?(?:disabled(?! to avoid)|not (?:supported|allowed|enabled))/i,
    ],
    says: 'The client tried a password, and this server accepts only keys.',
    causes: ['auth/password-disabled', 'auth/key-rejected', 'input/credentials-missing'],
    rarer: ['deploy/login-method'],
  },
  {
    id: 'password-only-server',
    strength: 'fault',
    shown: [
      "Bad authentication type; allowed types: ['password']",
      'Public key authentication is disabled',
    ],
    patterns: [
      methods(/allowed types:/, [], key),
      /(?:public ?key|pubkey) authentication (?:is )?(?:disabled|not (?:supported|allowed|enabled))/i,
    ],
    says: 'The client tried a key, and this server accepts only passwords or prompts.',
    causes: ['auth/publickey-disabled', 'auth/second-factor', 'auth/password-rejected'],
    rarer: ['deploy/login-method'],
  },
  {
    id: 'key-and-prompt-denied',
    strength: 'effect',
    shown: ['Permission denied (publickey,keyboard-interactive).'],
    patterns: [
      methods(offered, [...key, ...prompt], secret),
      methods(tried, [...key, ...prompt], secret),
    ],
    says: 'The server rejected the key, and would also accept an answer to a prompt.',
    causes: ['auth/key-rejected', 'auth/second-factor', 'auth/login-refused'],
    rarer: ['auth/password-rejected', 'deploy/key-file'],
  },
  {
    id: 'key-and-password-denied',
    strength: 'effect',
    shown: [
      'Permission denied (publickey,password).',
      'Permission denied (publickey,gssapi-keyex,gssapi-with-mic,password).',
      'Permission denied (publickey,password,keyboard-interactive).',
      'ssh: unable to authenticate, attempted methods [none publickey password], no supported methods remain',
    ],
    patterns: [methods(offered, [...key, ...secret], []), methods(tried, [...key, ...secret], [])],
    says: 'The server accepts keys and passwords, and rejected what this client sent.',
    causes: ['auth/key-rejected', 'auth/password-rejected', 'auth/login-refused'],
    rarer: [
      'deploy/key-file',
      'auth/key-type-refused',
      'input/whitespace',
      'server/key-not-listed',
      'server/user-missing',
    ],
  },
  {
    id: 'key-denied',
    strength: 'effect',
    shown: [
      'Permission denied (publickey).',
      'Permission denied (publickey,gssapi-keyex,gssapi-with-mic).',
      'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
      'Server refused our key',
      'No supported authentication methods available (server sent: publickey)',
    ],
    patterns: [
      /access denied for 'publickey'|failed publickey for|PUBLICKEY_UNVERIFIED/i,
      methods(offered, key, secret),
      methods(tried, key, secret),
      /server refused our (?:public )?key|publickey auth(?:entication)? failed|unable to authenticate using a private key|(?:public ?key|key) (?:authentication )?(?:was )?(?:rejected|refused|denied|not accepted)(?: by (?:the )?server)?|auth(?:entication)? (?:with|by|via|using) (?:public ?|private ?|the )?key.{0,40}(?:failed|refused|rejected)/i,
      /^.{0,80}permission denied,? ?\(?publickey\b/i,
      /USERAUTH_FAILURE|userauth_pubkey|userauth_publickey|ssh2_auth_pubkey_file\(\): authentication failed|Username\/PublicKey combination invalid|Callback returned error/i,
    ],
    says: 'The server rejected the key, or the client sent none. It accepts only keys, or only a key was tried.',
    causes: ['auth/key-rejected', 'auth/login-refused', 'auth/key-type-refused'],
    rarer: [
      'deploy/key-file',
      'auth/password-disabled',
      'auth/second-factor',
      'input/username-missing',
      'input/whitespace',
      'deploy/env-shadowing',
      'deploy/inputs-differ',
      'deploy/key-unread',
      'server/key-not-listed',
      'server/user-missing',
      'server/home-permissions',
      'server/authorized-keys-missing',
      'server/authorized-keys-malformed',
      'server/user-not-allowed',
      'server/root-login-off',
      'server/account-locked',
      'server/shell-missing',
      'server/key-restricted',
      'server/key-type-refused',
      'server/selinux-context',
      'server/certificates-only',
      'server/home-unavailable',
      'server/key-command-fails',
    ],
  },
  {
    id: 'password-denied',
    strength: 'effect',
    shown: [
      'Permission denied, please try again.',
      'Permission denied (password).',
      'ssh: unable to authenticate, attempted methods [none password], no supported methods remain',
      'Access denied',
      'Login failed: Login incorrect',
      'curl: (67) Login denied',
      'Invalid/incorrect password: Permission denied, please try again.',
    ],
    patterns: [
      /access denied for 'password'/i,
      /password was not accepted/i,
      methods(offered, secret, key),
      methods(tried, secret, key),
      /permission denied,? please try again|^access denied\W*$|login (?:incorrect|denied)|(?:invalid|incorrect|wrong|bad) (?:\/incorrect )?(?:username or )?password|password (?:authentication )?(?:was )?(?:failed|rejected|incorrect|refused|denied)|authentication by password failed|login failed/i,
      /(?:username|user|login)\/password|Authentication failed \(username|Username\/Password Authentication Failed|bad username or password|failed password for|login authentication failed|Keyboard-interactive auth(?:entication)? failed|using keyboard-interactive.{0,20}failed|ssh2_auth_password\(\)/i,
      curlCode(67),
    ],
    says: 'The server rejected the password for this user.',
    causes: ['auth/password-rejected', 'auth/login-refused', 'auth/publickey-disabled'],
    rarer: ['server/root-login-off', 'input/whitespace', 'auth/second-factor'],
  },
  {
    id: 'password-prompt',
    strength: 'effect',
    shown: [
      "deploy@example.com's password:",
      'FATAL ERROR: Cannot answer interactive prompts in batch mode',
      '(deploy@example.com) Password:',
    ],
    patterns: [
      /interactive prompts in batch mode|authentication prompts from server/i,
      /^\(?\S+@\S+?(?:'s|\)) password:/i,
    ],
    says: 'ssh asks for a password, so the server did not accept a key or the client had none.',
    causes: ['auth/key-rejected', 'deploy/key-file', 'auth/publickey-disabled'],
    rarer: ['input/credentials-missing'],
  },
  {
    id: 'no-login-method-tried',
    strength: 'effect',
    shown: ['ssh: unable to authenticate, attempted methods [none], no supported methods remain'],
    patterns: [
      /attempted methods \[none\]|attempted methods \[\]|no authentication methods enabled|no (?:usable|suitable) authentication methods|unsupported authentication method/i,
      /^.{0,80}permission denied \((?:gssapi|hostbased|none|tailscale)[\w,-]*\)/i,
    ],
    says: 'The client had nothing to log in with that the server accepts: no key or password arrived, or the server accepts another method.',
    causes: ['input/credentials-missing', 'auth/password-disabled', 'auth/publickey-disabled'],
    rarer: ['deploy/login-method', 'input/secret-empty', 'auth/key-rejected'],
  },
  {
    id: 'all-methods-failed',
    strength: 'effect',
    shown: [
      'All configured authentication methods failed',
      'Authentication failed.',
      'No supported authentication methods available',
      'Auth fail',
      'Exhausted available authentication methods',
      'Net::SSH::AuthenticationFailed: Authentication failed for user deploy@example.com',
      'paramiko.ssh_exception.AuthenticationException: Authentication failed.',
      'Disconnected: No supported authentication methods available',
      'PermissionDenied: Permission denied for user deploy on host example.com',
    ],
    patterns: [
      /no auth methods could be used|AUTHENTICATION_FAILED/i,
      /no supported authentication methods available(?! \(server)|ERR_BAD_AUTH|client-authentication|all (?:configured )?authentication methods failed|allAuthenticationOptionsFailed|exhausted available auth|no more auth(?:entication)? methods|NoAuthMethod|no more methods|authentication (?:has )?(?:failed|failure|error|rejected)|auth (?:fail|cancel|error)\w*|AuthenticationFailed|AuthenticationException|UserAuthException/i,
      /unable to authenticate|(?:could not|cannot|can't|couldn't|failed to) authenticate|authentication (?:was )?(?:denied|refused|unsuccessful)|misc\.PermissionDenied|Permission denied for user|UNREACHABLE!.{0,200}permission denied|access denied for|Authentication log|none auth failed|ssh auth failed|invalid credentials|incorrect (?:username|login|credentials)/i,
      /failed to connect to the host via ssh: .{0,100}permission denied|host .{1,80}: permission denied\s*$|^\S+@\S+: permission denied\W*$|invalid (?:username|login|user)\b/i,
      /Login incorrect/i,
    ],
    says: 'The server rejected the login, and this client does not say which method.',
    causes: ['auth/key-rejected', 'auth/password-rejected', 'auth/login-refused'],
    rarer: [
      'auth/key-type-refused',
      'auth/second-factor',
      'input/username-missing',
      'deploy/key-unread',
    ],
  },
  {
    id: 'authentications-that-can-continue',
    strength: 'noise',
    shown: ['debug1: Authentications that can continue: publickey,password'],
    patterns: [/^(?:debug\d: )?authentications that can continue/i],
    says: '`ssh -v` prints this after each method that was refused, and at the start. The list is what the server accepts.',
    causes: ['auth/key-rejected', 'auth/password-rejected', 'auth/login-refused'],
  },
]
