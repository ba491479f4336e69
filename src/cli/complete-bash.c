/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "cli/command.h"
#include "cli/complete.h"
#include "cli/values.h"

/*
 * Needs nothing of the bash-completion package. `$2` is what readline is about to
 * replace: less than the word where readline splits it, at `=` and `:` by default, or at
 * a quote.
 */
static const char engine[] =
    "# COMPREPLY from $offer (a slash: files) for what was typed, $lead$typed; readline\n"
    "# replaces $1 at its end.\n"
    "_talosauth_reply() {\n"
    "    local found cut=$lead$typed\n"
    "    cut=${cut%\"$1\"}\n"
    "    [[ $offer == / ]] && compopt -o filenames 2>/dev/null\n"
    "    while IFS= read -r found; do\n"
    "        found=$lead$found\n"
    "        COMPREPLY+=(\"${found#\"$cut\"}\")\n"
    "    done < <(\n"
    "        if [[ $offer == / ]]; then\n"
    "            compgen -f -- \"$typed\"\n"
    "        else\n"
    "            compgen -W \"$offer\" -- \"$typed\"\n"
    "        fi\n"
    "    )\n"
    "}\n"
    "\n"
    "# Sets $words: the words up to the cursor as talosauth gets them, not as readline\n"
    "# splits them.\n"
    "_talosauth_words() {\n"
    "    local line=${COMP_LINE:0:COMP_POINT} part i\n"
    "    for ((i = 0; i <= COMP_CWORD; i++)); do\n"
    "        part=${COMP_WORDS[i]}\n"
    "        if ((i == 0)) || [[ $line == [[:space:]]* ]]; then\n"
    "            line=${line#\"${line%%[![:space:]]*}\"}\n"
    "            words+=('')\n"
    "        fi\n"
    "        ((i < COMP_CWORD)) || part=$line\n"
    "        words[${#words[@]} - 1]+=$part\n"
    "        line=${line#\"$part\"}\n"
    "    done\n"
    "}\n"
    "\n"
    "# Walks over the words before the last one: $option is left waiting for a value,\n"
    "# $only is set behind --, $count words were no options.\n"
    "_talosauth_walk() {\n"
    "    local word at offer\n"
    "    for word in \"${words[@]:2:${#words[@]} - 3}\"; do\n"
    "        if [[ $option ]]; then\n"
    "            option=\n"
    "        elif [[ $only || $word != -?* ]]; then\n"
    "            ((count += 1))\n"
    "        elif [[ $word == -- ]]; then\n"
    "            only=yes\n"
    "        elif [[ $word == --* ]]; then\n"
    "            _talosauth_value \"${words[1]}\" \"$word\" && option=$word\n"
    "        else\n"
    "            for ((at = 1; at < ${#word}; at++)); do\n"
    "                option=-${word:at:1}\n"
    "                _talosauth_value \"${words[1]}\" \"$option\" && break\n"
    "                option=\n"
    "            done\n"
    "            # -OFILE has its value already.\n"
    "            ((at >= ${#word} - 1)) || option=\n"
    "        fi\n"
    "    done\n"
    "}\n"
    "\n"
    "_talosauth() {\n"
    "    local IFS=$' \\t\\n' words=() offer='' lead='' typed option='' only='' count=0\n"
    "    local options='' known='' many=''\n"
    "    COMPREPLY=()\n"
    "    _talosauth_words\n"
    "    typed=${words[${#words[@]} - 1]}\n"
    "    if ((${#words[@]} == 2)); then\n"
    "        offer=$_talosauth_commands\n"
    "    elif ((${#words[@]} > 2)); then\n"
    "        _talosauth_command \"${words[1]}\"\n"
    "        _talosauth_walk\n"
    "        ((count == 0)) || [[ $many ]] || known=\n"
    "        if [[ $option ]]; then\n"
    "            _talosauth_value \"${words[1]}\" \"$option\"\n"
    "        elif [[ ! $only && $typed == --*=* ]]; then\n"
    "            lead=${typed%%=*}=\n"
    "            typed=${typed#*=}\n"
    "            _talosauth_value \"${words[1]}\" \"${lead%=}\"\n"
    "        elif [[ ! $only && ($typed == -* || ! $known) ]]; then\n"
    "            offer=$options\n"
    "        else\n"
    "            offer=$known\n"
    "        fi\n"
    "    fi\n"
    "    typed=${typed#[\\'\\\"]}\n"
    "    [[ ! $offer ]] || _talosauth_reply \"$2\"\n"
    "}\n"
    "\n"
    "complete -F _talosauth talosauth\n";

static void write_options(const struct command *command) {
    const char *blank = "";
    for (size_t i = 0; i < command->option_count; i++) {
        const struct option_row *row = &command->options[i];
        if (!row_is_option(row)) {
            continue;
        }
        if (row->letter != 0) {
            printf("%s-%c", blank, row->letter);
            blank = " ";
        }
        printf("%s--%s", blank, row->name);
        blank = " ";
    }
}

static void write_command(const struct command *command) {
    printf("    %s)\n        options='", command->name);
    write_options(command);
    printf("'\n");
    if (command->words == WORDS_FILES) {
        printf("        known=/ many=yes\n");
    } else if (command->words != WORDS_NONE) {
        printf("        known='");
        words_print(command->words, NULL);
        printf("'\n");
    }
    printf("        ;;\n");
}

/* --backup[=SUFFIX] takes no word behind it, and has nothing to offer after its `=`. */
static void write_value(const struct command *command, const struct option_row *row) {
    if (!row_is_option(row) || row->argument == NULL || row->kind == OPTION_OPTIONAL) {
        return;
    }
    printf("    ");
    if (row->letter != 0) {
        printf("'%s -%c' | ", command->name, row->letter);
    }
    printf("'%s --%s') offer=", command->name, row->name);
    enum words words = row_words(row);
    if (words == WORDS_FILES) {
        printf("/");
    } else {
        printf("'");
        words_print(words, row);
        printf("'");
    }
    printf(" ;;\n");
}

void complete_bash(void) {
    printf("# bash completion of talosauth, written by `talosauth completion bash`\n\n"
           "_talosauth_commands='");
    words_print(WORDS_COMMANDS, NULL);
    printf("'\n\n"
           "# Sets what command $1 takes: $options, and $known as a word.\n"
           "_talosauth_command() {\n    case $1 in\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        write_command(commands[i]);
    }
    printf("    esac\n}\n\n"
           "# Sets $offer for the value of option $2; false if it takes none.\n"
           "_talosauth_value() {\n    case \"$1 $2\" in\n");
    for (size_t i = 0; commands[i] != NULL; i++) {
        for (size_t j = 0; j < commands[i]->option_count; j++) {
            write_value(commands[i], &commands[i]->options[j]);
        }
    }
    printf("    *) return 1 ;;\n    esac\n}\n\n%s", engine);
}
