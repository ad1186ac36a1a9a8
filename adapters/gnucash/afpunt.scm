;; SPDX-License-Identifier: MIT
;;
;; Loaded by one line in the user's config-user.scm, which packaging/enable-gnucash writes. Starts the
;; adapter, which decides whether this is a GnuCash that it knows, and adds four entries to the menu
;; Tools. Whatever goes wrong here is one line on the error output: GnuCash itself goes on as without.
;;
;; Tools, because in GnuCash 4.13 the menu Extensions is hidden and Business is not there yet when
;; entries are merged.
(use-modules (gnucash gnome-utils) (system foreign))

(define (afpunt-start folder)
  (let* ((file (string-append folder "/libafpunt-gnucash"))
         (library (dynamic-link file))
         (call (lambda (result name . types)
                 (pointer->procedure result (dynamic-func name library) types)))
         (text (lambda (key)
                 (pointer->string ((call '* "afpunt_gnucash_text" '*) (string->pointer key))
                                  -1 "UTF-8")))
         (add (lambda (key id)
                (let ((task (call void (string-append "afpunt_gnucash_" key))))
                  (gnc-add-scm-extension
                   (gnc:make-menu-item (text key) id (text (string-append key "-tip"))
                                       (list "Tools/ToolsPlaceholder")
                                       (lambda (window) (task))))))))
    (load-extension file "afpunt_gnucash_init")
    (if (= 1 ((call int "afpunt_gnucash_is_active")))
        (begin
          (add "report" "8a3c1e5d90f24b7f8d6e2a4c7b1f0e91")
          (add "approve" "8a3c1e5d90f24b7f8d6e2a4c7b1f0e92")
          (add "matches" "8a3c1e5d90f24b7f8d6e2a4c7b1f0e93")
          (add "settings" "8a3c1e5d90f24b7f8d6e2a4c7b1f0e94")))))

(catch #t
  (lambda () (afpunt-start (dirname (current-filename))))
  (lambda (key . details)
    (format (current-error-port) "afpunt: not loaded: ~s ~s\n" key details)
    (force-output (current-error-port))))
