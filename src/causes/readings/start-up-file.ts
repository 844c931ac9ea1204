import type { Fix } from '../cause'

/** First line of a start-up file of bash or sh, after which the rest runs in a session with a terminal alone. */
export const onlyForPeople = {
  language: 'sh',
  text: 'case $- in *i*) ;; *) return ;; esac',
} as const satisfies Fix['paste']
