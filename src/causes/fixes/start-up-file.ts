import { sh } from './build'

/** First line of a start-up file of bash or sh: the rest of the file then runs in interactive shells only. */
export const interactiveOnly = sh('case $- in *i*) ;; *) return ;; esac')
