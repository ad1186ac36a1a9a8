# What `cmake --install` puts where; the SDK's own files are in sdk/CMakeLists.txt.
install(TARGETS afpunt_module LIBRARY DESTINATION ${AFPUNT_MODULE_FOLDER})
# GnuCash's adapter looks for the module beside itself, and Guile for the adapter beside its file.
install(TARGETS afpunt_gnucash LIBRARY DESTINATION ${AFPUNT_MODULE_FOLDER})
install(FILES ${PROJECT_SOURCE_DIR}/adapters/gnucash/afpunt.scm DESTINATION ${AFPUNT_MODULE_FOLDER})
install(TARGETS afpunt_command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(PROGRAMS ${PROJECT_SOURCE_DIR}/packaging/enable-gnucash
  DESTINATION ${CMAKE_INSTALL_BINDIR} RENAME afpunt-enable-gnucash)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/man/afpunt.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/completion/afpunt.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME afpunt)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})

# afpunt.pc finds its prefix from where it stands, so that a moved tree still works.
file(RELATIVE_PATH AFPUNT_PC_TO_PREFIX
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" AFPUNT_PC_TO_PREFIX "${AFPUNT_PC_TO_PREFIX}")
configure_file(${PROJECT_SOURCE_DIR}/sdk/cmake/afpunt.pc.in ${PROJECT_BINARY_DIR}/afpunt.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/afpunt.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
