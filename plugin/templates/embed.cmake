# Turns every template into a constant, so that the module needs no file beside it at run time.
function(afpunt_embed_templates target)
  set(folder ${PROJECT_SOURCE_DIR}/plugin/templates)
  file(GLOB templates CONFIGURE_DEPENDS ${folder}/*.html ${folder}/*.txt)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_templates.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DFOLDER=${folder} -P ${folder}/embed_script.cmake
    DEPENDS ${templates} ${folder}/embed_script.cmake
    COMMENT "Embedding templates" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
