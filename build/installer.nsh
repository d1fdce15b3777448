; What electron-builder's Windows installer does besides: invite links open the app, until it is removed.

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\gemini-coop" "" "URL:Gemini Coop invite"
  WriteRegStr SHELL_CONTEXT "Software\Classes\gemini-coop" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\gemini-coop\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\gemini-coop\shell\open\command" "" '"$appExe" "%1"'
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey SHELL_CONTEXT "Software\Classes\gemini-coop"
  ${endIf}
!macroend
