# SPDX-License-Identifier: MIT
#
# Completion of the afpunt command for bash: commands, their options, and files. Numbers of invoices
# and letters are not offered: asking for them would read the whole book at each press of the key.

_afpunt() {
    local current=${COMP_WORDS[COMP_CWORD]}
    local previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="import run watch approve hold release match unmatch confirm-bank plan why letters
        show report status journal verify-link bounce mail sending
        settle book init"
    local common="--book --json --language --on --who --help"
    local command="" word
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case " ${commands//$'\n'/ } " in
        *" $word "*)
            command=$word
            break
            ;;
        esac
    done

    local today
    case $previous in
    -b | --book)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    -o | --output | --check | --trust)
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
        ;;
    --language)
        mapfile -t COMPREPLY < <(compgen -W "nl-BE nl-NL fr de en" -- "$current")
        return
        ;;
    --country)
        mapfile -t COMPREPLY < <(compgen -W "BE NL" -- "$current")
        return
        ;;
    --form)
        mapfile -t COMPREPLY < <(compgen -W \
            "mail.txt mail.html mail.eml reminder.xml qr.svg letter.json" -- "$current")
        return
        ;;
    --state)
        mapfile -t COMPREPLY < <(compgen -W "prepared held approved claimed submitting accepted
            deferred refused uncertain bounced printed posted withdrawn" -- "$current")
        return
        ;;
    --on | --from | --until)
        printf -v today '%(%Y-%m-%d)T' -1
        mapfile -t COMPREPLY < <(compgen -W "$today" -- "$current")
        return
        ;;
    esac

    local own=""
    case $command in
    "") own="$commands --version" ;;
    import) own="--check --trust" ;;
    sending) own="on off --yes --seen" ;;
    settle) own="sent not-sent" ;;
    book) own="moved copied restored --from --sent-folder" ;;
    run | plan | approve) own="--all" ;;
    hold) own="--customer --from --until --reason" ;;
    release) own="--customer --old-balances" ;;
    match) own="--not-his" ;;
    confirm-bank) own="--until" ;;
    letters) own="--state" ;;
    show) own="--form --output" ;;
    report) own="--output" ;;
    journal) own="--newest" ;;
    mail) own="test --send-to" ;;
    bounce)
        if [[ $current != -* ]]; then
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            return
        fi
        ;;
    init)
        own="--firm --mail --iban --country --vat --yes"
        if [[ $current != -* ]]; then
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            return
        fi
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$own $common" -- "$current")
}
complete -F _afpunt afpunt
