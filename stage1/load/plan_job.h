/* A plan being made. Private to stage1/load/plan*.c. */
#ifndef LOAD_PLAN_JOB_H
#define LOAD_PLAN_JOB_H

#include "load/plan.h"

struct plan_job {
	struct plan *plan;
	const struct plan_ask *ask;
	struct arena *arena;
	char *rest; /* the arguments not read yet; may be written */
};

/* A copy of text that may be written, in *copy. */
int plan_copy(const struct plan_job *j, const char *text, char **copy);

/*
 * The next word of the arguments, ended by a NUL; "" behind the last. rest
 * moves to the word behind it.
 */
char *plan_word(struct plan_job *j);

/*
 * Take the arguments before this word, which is dropped, or all of them if it
 * is not there. *has: it is. rest moves behind it.
 */
char *plan_cut(struct plan_job *j, const char *by, bool *has);

/* True if *word begins with prefix, which is taken off it. */
bool plan_take(char **word, const char *prefix);

/* True if the word of len characters is in a list with a blank before and
   behind each. */
bool plan_lists(const char *list, const char *word, size_t len);

/* Add an initrd or a module. */
int plan_add(const struct plan_job *j, const char *file, const char *args);

/*
 * Add the initrds of the plan's command line: of the first word initrd=; of a
 * program (linux.c32) those of all words initrd+= and initrdfile=, too.
 */
int plan_kernel(struct plan_job *j, bool is_program);

/*
 * The programs. plan_program: by its name, with or without folder and ending;
 * the other two are chain.c32 and pxechn.c32.
 */
int plan_program(struct plan_job *j, const char *path);
int plan_chain(struct plan_job *j);
int plan_pxechn(struct plan_job *j);

/* True if a name without an ending means a program that is built in. */
bool plan_is_program(const char *name);

#endif
