/**
 * How a value is written that this check accepts, and that another client might refuse. space, newline, byte-order-mark: around it.
 * several-lines, several-commas: a list of hosts. home-sign: a path that begins with `~`. no-unit: a duration that is only a
 * number. base-prefix: a number that begins with `0x`, `0o` or `0b`. more-words: a fingerprint inside of a longer line, such as that of `ssh-keygen -l`.
 */
export type ValueForm =
  | 'space'
  | 'newline'
  | 'byte-order-mark'
  | 'several-lines'
  | 'several-commas'
  | 'with-user'
  | 'with-port'
  | 'address-bare'
  | 'address-brackets'
  | 'base-prefix'
  | 'underscore'
  | 'plus-sign'
  | 'no-unit'
  | 'upper-case'
  | 'home-sign'
  | 'no-prefix'
  | 'other-prefix'
  | 'padding'
  | 'quotes'
  | 'more-words'
  | 'several'
