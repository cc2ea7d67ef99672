"""Every address of the site, for everybody, at the stages where it matters: what is answered.

The table is written down, not computed: it is what the measures, the readings and the gates promise.
An address, an action, a kind of paper or a lane of evidence without a row fails.
"""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.urls import get_resolver, reverse

from rongcuo.matters.access import EVIDENCE, ITEMS
from rongcuo.matters.moves import PER_SUBJECT
from rongcuo.web.forms.steps import STEP_FORMS
from tests.web.world import PEOPLE, STAGES, World

#: How an answer is written in the table. A POST brings an old position: 409 says that the step is theirs
#: and was not taken.
CODES = {
    "S": "302 to the sign-in page", ">": "302 to another page", "o": "200", ".": "404", "x": "403",
    "m": "405", "c": "409", "n": "204",
}
NOTHING = UUID("00000000-0000-4000-8000-00000000dead")

#: an, ad: not signed in, an administrator without a person; ou: an outsider of another division;
#: su, co: subject and co-subject; he, ch, oh: the head of the subject's unit, of the co-subject's, of
#: another; ha, re, dr: handler, who registered the act, opinion giver; me, og: member of the group, of
#: another matter's; rc, st: member and opinion giver who stepped aside; de, se: decider, secretary;
#: pe, sv: personnel division, supervisor.
COLUMNS = [
    "an", "ad", "ou", "su", "co", "he", "ch", "oh", "ha", "re", "dr", "me", "og", "rc", "st", "de", "se", "pe",
    "sv",
]

TABLE = """
# begun                                        an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  desk                                      S  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  sign-in                                   o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  sign-out                                  m  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  text-size                                 m  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  set_language                              >  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
GET  account_login                             o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  mfa_authenticate                          S  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
GET  mfa_login_webauthn                        S  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
GET  unlock                                    S  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
GET  still-here                                S  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  account                                   S  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  account_change_password                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  account_reauthenticate                    S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
GET  mfa_reauthenticate                        S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
GET  mfa_reauthenticate_webauthn               S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
GET  mfa_index                                 S  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  mfa_list_webauthn                         S  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  mfa_activate_totp                         S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
GET  mfa_deactivate_totp                       S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  mfa_view_recovery_codes                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  mfa_generate_recovery_codes               S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
GET  mfa_add_webauthn                          S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
GET  mfa_remove_webauthn                       S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
GET  usersessions_list                         S  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  administration-people                     S  o  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  administration-table                      S  o  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  administration-template:csv               S  o  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  administration-unit                       S  o  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  administration-accounts                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  administration-record                     S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  administration-change:rename-unit         S  o  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  administration-change:close               S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  interpretations                           S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  interpretation-ask                        S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  interpretation                            S  .  .   o  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  interpretation:none                       S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  styleguide                                .  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  measures                                  S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  packs                                     S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  packs-compare                             S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  pack                                      S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  pack-try                                  S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  pack-checks                               S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  pack:none                                 S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  pack-try:none                             S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  pack-checks:none                          S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  readings                                  S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  reading                                   S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  reading:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  calendar                                  S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  search                                    S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST search                                    S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  transfer                                  S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  transfer-print                            S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  transfer-xlsx                             S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  imports                                   S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST imports                                   S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  office-dispatch-new:none                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST office-dispatch-new:none                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  office-dispatch:none                      S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST office-dispatch:none                      S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  office-dispatch-pdf:none                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST office-dispatch-pdf:none                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  office-dispatch-docx:none                 S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST office-dispatch-docx:none                 S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  office-dispatch-step:none                 S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST office-dispatch-step:none                 S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  destructions                              S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST destructions                              S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  destruction:none                          S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST destruction:none                          S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  imported:none                             S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  imported-file:none                        S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST transfer                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST transfer-print                            S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST transfer-xlsx                             S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST imported                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST imported-file                             S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  matters                                   S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  acts                                      S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  o
GET  act-new                                   S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  o
GET  act                                       S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  act:none                                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-told                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  act-behalf                                S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  act-notice                                S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  apply                                     S  .  .   o  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply:none                                S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-screen:what                         S  .  .   o  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-screen:form                         S  .  .   o  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-screen:none                         S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-print                               S  .  .   o  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-file                                S  .  .   o  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-file:none                           S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-discard                             S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST desk                                      S  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST sign-in                                   o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST sign-out                                  S  S  S   S  S  S  S  S   S  S  S   S  S  S  S   S  S  S  S
POST text-size                                 >  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
POST set_language                              >  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
POST account_login                             o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST mfa_authenticate                          S  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
POST mfa_login_webauthn                        S  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
POST unlock                                    S  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
POST still-here                                S  n  n   n  n  n  n  n   n  n  n   n  n  n  n   n  n  n  n
POST account                                   S  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST account_change_password                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST account_reauthenticate                    S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
POST mfa_reauthenticate                        S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
POST mfa_reauthenticate_webauthn               S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
POST mfa_index                                 S  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST mfa_list_webauthn                         S  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST mfa_activate_totp                         S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
POST mfa_deactivate_totp                       S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST mfa_view_recovery_codes                   S  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST mfa_generate_recovery_codes               S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
POST mfa_add_webauthn                          S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
POST mfa_remove_webauthn                       S  x  x   x  x  x  x  x   x  x  x   x  x  x  x   x  x  x  x
POST usersessions_list                         S  >  >   >  >  >  >  >   >  >  >   >  >  >  >   >  >  >  >
POST administration-people                     S  m  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST administration-table                      S  o  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST administration-template:csv               S  m  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST administration-unit                       S  m  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST administration-accounts                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST administration-record                     S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST administration-change:rename-unit         S  o  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST administration-change:close               S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST interpretations                           S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST interpretation-ask                        S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST interpretation                            S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST interpretation:none                       S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST styleguide                                .  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST measures                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST packs                                     S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST packs-compare                             S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST pack                                      S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST pack-checks                               S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST pack-try                                  S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST pack-try:none                             S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST readings                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST reading                                   S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST reading:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST calendar                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST matters                                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST acts                                      S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST act-new                                   S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  o
POST act                                       S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST act-told                                  S  .  .   .  .  .  .  .   c  c  c   .  .  .  c   .  .  .  .
POST act-behalf                                S  .  .   .  .  .  .  .   c  c  c   .  .  .  c   .  .  .  .
POST act-notice                                S  .  .   .  .  .  .  .   c  c  c   .  .  .  c   .  .  .  .
POST apply                                     S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST apply-screen:what                         S  .  .   >  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST apply-screen:form                         S  .  .   o  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST apply-screen:none                         S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST apply-print                               S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST apply-file                                S  .  .   >  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST apply-file:none                           S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST apply-discard                             S  .  .   >  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  record-application                        S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-application:none                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST record-application                        S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-act                                S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST record-act                                S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-told                               S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-told:none                          S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST record-told                               S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-notice                             S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST record-notice                             S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .

# applied                                      an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  act                                       S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  apply                                     S  .  .   >  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-screen:what                         S  .  .   >  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  apply-file                                S  .  .   >  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  matter                                    S  .  .   o  o  o  o  .   .  .  .   .  .  .  .   .  .  .  .
GET  what-if:a                                 S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  what-if:b                                 S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  what-if:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  matter:none                               S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  reasons:a                                 S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  paper:application:a                       S  .  .   o  .  o  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  paper:application:b                       S  .  .   .  o  .  o  .   .  .  .   .  .  .  .   .  .  .  .
GET  paper:none                                S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on:add_evidence                       S  .  .   o  o  x  x  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on:declare_interests                  S  .  .   x  x  x  x  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on:forward                            S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on:no_such                            S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on-subject:forward:a                  S  .  .   x  .  o  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on-subject:forward:b                  S  .  .   .  x  .  o  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on-subject:decline_forwarding:a       S  .  .   x  .  o  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on-subject:go_direct:a                S  .  .   o  .  x  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on-subject:withdraw:a                 S  .  .   o  .  x  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on-subject:withdraw:b                 S  .  .   .  o  .  x  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on-subject:withdraw:none              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on-subject:accept:a                   S  .  .   x  .  x  .  .   .  .  .   .  .  .  .   .  .  .  .
POST apply-screen:what                         S  .  .   >  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST apply-file                                S  .  .   >  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST matter                                    S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST what-if:a                                 S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST reasons:a                                 S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST paper:application:a                       S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST act-on:add_evidence                       S  .  .   c  c  x  x  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on:declare_interests                  S  .  .   x  x  x  x  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on:forward                            S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on:no_such                            S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on-subject:forward:a                  S  .  .   x  .  c  .  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on-subject:forward:b                  S  .  .   .  x  .  c  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on-subject:decline_forwarding:a       S  .  .   x  .  c  .  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on-subject:go_direct:a                S  .  .   c  .  x  .  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on-subject:withdraw:a                 S  .  .   c  .  x  .  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on-subject:withdraw:b                 S  .  .   .  c  .  x  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on-subject:withdraw:none              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST act-on-subject:accept:a                   S  .  .   x  .  x  .  .   .  .  .   .  .  .  .   .  .  .  .

# forwarded                                    an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  matter                                    S  .  .   o  o  o  o  .   o  o  o   .  .  .  o   .  .  .  .
GET  act-on-subject:request_completion:a       S  .  .   x  .  x  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  act-on-subject:accept:a                   S  .  .   x  .  x  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  act-on-subject:refuse:a                   S  .  .   x  .  x  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  act-on-subject:refuse:b                   S  .  .   .  x  .  x  .   o  o  o   .  .  .  o   .  .  .  .
GET  act-on-subject:withdraw:a                 S  .  .   o  .  x  .  .   x  x  x   .  .  .  x   .  .  .  .
GET  act-on-subject:forward:a                  S  .  .   x  .  c  .  .   x  x  x   .  .  .  x   .  .  .  .
POST act-on-subject:request_completion:a       S  .  .   x  .  x  .  .   c  c  c   .  .  .  c   .  .  .  .
POST act-on-subject:accept:a                   S  .  .   x  .  x  .  .   c  c  c   .  .  .  c   .  .  .  .
POST act-on-subject:refuse:a                   S  .  .   x  .  x  .  .   c  c  c   .  .  .  c   .  .  .  .
POST act-on-subject:refuse:b                   S  .  .   .  x  .  x  .   c  c  c   .  .  .  c   .  .  .  .
POST act-on-subject:withdraw:a                 S  .  .   c  .  x  .  .   x  x  x   .  .  .  x   .  .  .  .
POST act-on-subject:forward:a                  S  .  .   x  .  c  .  .   x  x  x   .  .  .  x   .  .  .  .

# asked                                        an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  act-on-subject:complete:a                 S  .  .   o  .  x  .  .   x  x  x   .  .  .  x   .  .  .  .
GET  act-on-subject:complete:b                 S  .  .   .  c  .  x  .   x  x  x   .  .  .  x   .  .  .  .
GET  act-on-subject:refuse:a                   S  .  .   x  .  x  .  .   o  o  o   .  .  .  o   .  .  .  .
POST act-on-subject:complete:a                 S  .  .   c  .  x  .  .   x  x  x   .  .  .  x   .  .  .  .
POST act-on-subject:complete:b                 S  .  .   .  c  .  x  .   x  x  x   .  .  .  x   .  .  .  .
POST act-on-subject:refuse:a                   S  .  .   x  .  x  .  .   c  c  c   .  .  .  c   .  .  .  .
GET  records                                   S  .  .   x  x  x  x  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-step:add_evidence                  S  .  .   x  x  x  x  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-step:no_such                       S  .  .   x  x  x  x  .   .  .  .   .  .  .  .   .  .  .  .
GET  record-subject-step:complete:a            S  .  .   x  x  x  x  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-subject-step:complete:none         S  .  .   x  x  x  x  .   .  .  .   .  .  .  .   .  .  .  .
GET  record                                    S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  record:none                               S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  record-scan                               S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  record-scan:none                          S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST records                                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST record-step:add_evidence                  S  .  .   x  x  x  x  .   o  o  o   .  .  .  o   .  .  .  .
POST record-step:no_such                       S  .  .   x  x  x  x  .   .  .  .   .  .  .  .   .  .  .  .
POST record-subject-step:complete:a            S  .  .   x  x  x  x  .   o  o  o   .  .  .  o   .  .  .  .
POST record-subject-step:complete:none         S  .  .   x  x  x  x  .   .  .  .   .  .  .  .   .  .  .  .
POST record                                    S  .  .   .  .  .  .  .   x  c  c   .  .  .  c   .  .  .  .
POST record:none                               S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST record-scan                               S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST record-scan:none                          S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m

# grouped                                      an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  matter                                    S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   .  .  .  .
GET  act-on:keep_rule                          S  .  .   x  x  x  x  .   o  o  o   o  .  .  .   .  .  .  .
POST act-on:keep_rule                          S  .  .   x  x  x  x  .   c  c  c   c  .  .  .   .  .  .  .
GET  act-on-subject:own_view:a                 S  .  .   o  .  x  .  .   x  x  x   x  .  .  .   .  .  .  .
POST act-on-subject:own_view:a                 S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   .  .  .  .
GET  what-if:a                                 S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   .  .  .  .
GET  what-if:b                                 S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
GET  act                                       S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
GET  reasons:a                                 S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   .  .  .  .
GET  evidence:applicant                        S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   .  .  .  .
GET  evidence:witness                          S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   .  .  .  .
GET  evidence:co                               S  .  .   .  o  .  o  .   o  o  o   o  .  .  .   .  .  .  .
GET  act-on:appoint_group                      S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   .  .  .  .
GET  act-on:declare_interests                  S  .  .   x  x  x  x  .   o  o  o   o  .  .  .   .  .  .  .
GET  act-on:decide_recusal                     S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   .  .  .  .
GET  act-on:add_evidence                       S  .  .   o  o  x  x  .   o  o  o   o  .  .  .   .  .  .  .
GET  act-on:record_findings                    S  .  .   x  x  x  x  .   x  x  x   o  .  .  .   .  .  .  .
GET  act-on:issue_report                       S  .  .   x  x  x  x  .   x  x  x   o  .  .  .   .  .  .  .
GET  act-on-subject:hear_applicant:a           S  .  .   x  .  x  .  .   x  x  x   o  .  .  .   .  .  .  .
GET  act-on-subject:record_findings:a          S  .  .   x  .  x  .  .   x  x  x   o  .  .  .   .  .  .  .
GET  act-on-subject:withdraw:a                 S  .  .   o  .  x  .  .   x  x  x   x  .  .  .   .  .  .  .
POST evidence:applicant                        S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST act-on:appoint_group                      S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   .  .  .  .
POST act-on:declare_interests                  S  .  .   x  x  x  x  .   c  c  c   c  .  .  .   .  .  .  .
POST act-on:decide_recusal                     S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   .  .  .  .
POST act-on:add_evidence                       S  .  .   c  c  x  x  .   c  c  c   c  .  .  .   .  .  .  .
POST act-on:record_findings                    S  .  .   x  x  x  x  .   x  x  x   c  .  .  .   .  .  .  .
POST act-on:issue_report                       S  .  .   x  x  x  x  .   x  x  x   c  .  .  .   .  .  .  .
POST act-on-subject:hear_applicant:a           S  .  .   x  .  x  .  .   x  x  x   c  .  .  .   .  .  .  .
POST act-on-subject:record_findings:a          S  .  .   x  .  x  .  .   x  x  x   c  .  .  .   .  .  .  .
POST act-on-subject:withdraw:a                 S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   .  .  .  .
GET  act-on:ask_recusal                        S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   .  .  .  .
GET  act-on:confirm_step                       S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   .  .  .  .
GET  act-on:fill_in                            S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   .  .  .  .
GET  act-on:refer_upward                       S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   .  .  .  .
GET  act-on:record_authority                   S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   .  .  .  .
GET  act-on:dispense_group                     S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   .  .  .  .
POST act-on:ask_recusal                        S  .  .   c  c  c  c  .   c  c  c   c  .  .  .   .  .  .  .
POST act-on:confirm_step                       S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   .  .  .  .
POST act-on:fill_in                            S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   .  .  .  .
POST act-on:refer_upward                       S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   .  .  .  .
POST act-on:record_authority                   S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   .  .  .  .
POST act-on:dispense_group                     S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   .  .  .  .

# found_out                                    an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  matter                                    S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   .  .  o  .
GET  what-if:a                                 S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   .  .  .  .
GET  what-if:b                                 S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
GET  act-on:consult_personnel                  S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   .  .  x  .
GET  act-on:answer_consultation                S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   .  .  o  .
GET  act-on:lift_stop                          S  .  .   x  x  x  x  .   o  x  o   x  .  .  .   .  .  x  .
GET  act-on:give_opinion                       S  .  .   x  x  x  x  .   o  x  o   x  .  .  .   .  .  x  .
GET  act-on:declare_interests                  S  .  .   x  x  x  x  .   o  o  o   o  .  .  .   .  .  x  .
GET  act-on:record_findings                    S  .  .   x  x  x  x  .   x  x  x   c  .  .  .   .  .  x  .
POST act-on:consult_personnel                  S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   .  .  x  .
POST act-on:answer_consultation                S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   .  .  c  .
POST act-on:lift_stop                          S  .  .   x  x  x  x  .   c  x  c   x  .  .  .   .  .  x  .
POST act-on:give_opinion                       S  .  .   x  x  x  x  .   c  x  c   x  .  .  .   .  .  x  .
POST act-on:declare_interests                  S  .  .   x  x  x  x  .   c  c  c   c  .  .  .   .  .  x  .
POST act-on:record_findings                    S  .  .   x  x  x  x  .   x  x  x   c  .  .  .   .  .  x  .

# proposed                                     an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  matter                                    S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  .
GET  what-if:a                                 S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  .
GET  what-if:b                                 S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  .
GET  paper:opinion                             S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  .
GET  paper:report                              S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  .
GET  act-on:determine                          S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   x  o  x  .
GET  act-on:return_for_verification            S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   x  o  x  .
GET  act-on:postpone                           S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   x  o  x  .
GET  act-on:give_opinion                       S  .  .   x  x  x  x  .   c  x  c   x  .  .  .   x  x  x  .
POST act-on:determine                          S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   x  c  x  .
POST act-on:return_for_verification            S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   x  c  x  .
POST act-on:postpone                           S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   x  c  x  .
POST act-on:give_opinion                       S  .  .   x  x  x  x  .   c  x  c   x  .  .  .   x  x  x  .

# decided                                      an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  matter                                    S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
GET  what-if:a                                 S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  what-if:b                                 S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:minutes                             S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:determination:a                     S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  act-on-subject:feed_back:a                S  .  .   x  .  x  .  .   o  o  o   x  .  .  .   x  x  x  x
GET  act-on-subject:record_reply:a             S  .  .   x  .  x  .  .   o  o  o   x  .  .  .   x  x  x  x
POST act-on-subject:record_reply:a             S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on-subject:record_receipt:a           S  .  .   o  .  x  .  .   o  o  o   x  .  .  .   x  x  x  x
GET  act-on-subject:withdraw:a                 S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   x  x  x  x
POST act-on-subject:feed_back:a                S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:record_receipt:a           S  .  .   c  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:withdraw:a                 S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   x  x  x  x
GET  looked                                    S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  o
POST looked                                    S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  samples                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  o
GET  sampled                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  o
POST samples                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  o
POST sampled                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  o
GET  sampled:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST sampled:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .

# told_result                                  an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  what-if:a                                 S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  what-if:b                                 S  .  .   .  o  .  o  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:feedback:a                          S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  o  o
GET  paper:feedback:b                          S  .  .   .  o  .  o  .   o  o  o   o  .  .  .   o  o  o  o
GET  act-on:publish                            S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
GET  act-on:skip_publication                   S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
GET  act-on-subject:record_receipt:a           S  .  .   o  .  x  .  .   o  o  o   x  .  .  .   x  x  x  x
GET  act-on-subject:record_receipt:b           S  .  .   .  o  .  x  .   o  o  o   x  .  .  .   x  x  x  x
POST act-on:publish                            S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on:skip_publication                   S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:record_receipt:a           S  .  .   c  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:record_receipt:b           S  .  .   .  c  .  x  .   c  c  c   x  .  .  .   x  x  x  x

# announced                                    an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  paper:publication                         S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
GET  act-on:file                               S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
POST act-on:file                               S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
GET  documents                                 S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
POST documents                                 S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  document:acceptance:a                     S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  document:report                           S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  document:minutes                          S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  document:feedback:a                       S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  o  o
GET  document:none                             S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  document-docx:acceptance:a                S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  document-docx:minutes                     S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  dispatch:issued                           S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  dispatch:drafting                         S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
GET  dispatch-pdf:issued                       S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  dispatch-pdf:drafting                     S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
GET  dispatch-docx:drafting                    S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
GET  dispatch-public:none                      S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  dispatch-new:refusal:c                    S  .  .   .  .  .  .  .   o  o  o   x  .  .  .   x  x  .  x
GET  dispatch-step:drafting:review             S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  document:dispatch:drafting                S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
GET  paper-checks                              o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  paper-check:issued                        o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  dispatch-step:issued:publish              S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST dispatch-step:issued:publish              S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  .  x
POST dispatch-step:issued:mark                 S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  .  x
POST dispatch-step:drafting:edit               S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
POST dispatch:issued                           S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST dispatch-pdf:issued                       S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST dispatch-docx:drafting                    S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST dispatch-public:none                      S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST dispatch-new:refusal:c                    S  .  .   .  .  .  .  .   o  o  o   x  .  .  .   x  x  .  x
POST dispatch-step:drafting:review             S  .  .   .  .  .  .  .   c  c  c   .  .  .  .   .  .  .  .
POST paper-checks                              o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST paper-check:issued                        o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST document:minutes                          S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST document-docx:minutes                     S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m

# closed                                       an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  matter                                    S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
GET  what-if:a                                 S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  what-if:b                                 S  .  .   .  o  .  o  .   o  o  o   o  .  .  .   o  o  .  o
GET  reasons:a                                 S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  reasons:b                                 S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  reasons:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  evidence:applicant                        S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  evidence:group                            S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  evidence:relative                         S  .  .   o  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  evidence:witness                          S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  evidence:co                               S  .  .   .  o  .  o  .   o  o  o   o  .  .  .   o  o  .  o
GET  evidence:none                             S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  act-on:close                              S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
GET  act-on:check_dossier                      S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
POST act-on:check_dossier                      S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on:close                              S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on:file                               S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on:determine                          S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   x  c  x  x
GET  act-on:give_opinion                       S  .  .   x  x  x  x  .   c  x  c   x  .  .  .   x  x  x  x
GET  act-on-subject:record_receipt:a           S  .  .   o  .  x  .  .   o  o  o   x  .  .  .   x  x  x  x
GET  act-on-subject:accept:a                   S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  paper:application:c                       S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:forwarding:a                        S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:completion_request:a                S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:completion:a                        S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:acceptance:a                        S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:refusal:c                           S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:withdrawal:d                        S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:own_view:a                          S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:rule_kept                           S  .  .   o  o  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:reply:a                             S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  o  o
GET  paper:group                               S  .  .   o  o  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:hearing:a                           S  .  .   o  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:report                              S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:consultation                        S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  paper:consultation_answer                 S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  paper:stop_lifted:a                       S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:opinion                             S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:return                              S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:postponement                        S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:minutes                             S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:determination:a                     S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  paper:feedback:a                          S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  o  o
GET  paper:receipt:a                           S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  o  o
GET  paper:publication                         S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
GET  paper:no_publication                      S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:filing                              S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  paper:application:b                       S  .  .   .  o  .  o  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:hearing:b                           S  .  .   .  o  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:determination:b                     S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
POST act-on:file                               S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on:determine                          S  .  .   x  x  x  x  .   x  x  x   x  .  .  .   x  c  x  x
POST act-on:give_opinion                       S  .  .   x  x  x  x  .   c  x  c   x  .  .  .   x  x  x  x
POST act-on-subject:record_receipt:a           S  .  .   c  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:accept:a                   S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  records                                   S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  o  x  x
GET  record                                    S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  o  .  .
GET  record-scan                               S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  o  .  .
GET  record-step:supplement                    S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  c  x  x
GET  paper:substitute                          S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:referral                            S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:authority                           S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:step_confirmed                      S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  evidence-aside:applicant                  S  .  .   x  .  x  .  .   o  o  o   o  .  .  .   x  x  .  o
GET  evidence-aside:none                       S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  class                                     S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
POST class                                     S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
GET  class-of:evidence:applicant               S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
POST class-of:evidence:applicant               S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
GET  class-of:evidence:none                    S  .  .   x  x  x  x  .   .  .  .   x  .  .  .   x  x  x  x
GET  reads                                     S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  o
GET  concern-new                               S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
GET  concerns                                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  o
GET  concern                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  o
GET  concern:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST evidence-aside:applicant                  S  .  .   x  .  x  .  .   o  o  o   o  .  .  .   x  x  .  o
POST evidence-aside:none                       S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST reads                                     S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST concern-new                               S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
POST concerns                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST concern                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  o
POST concern:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .

# protected                                    an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  mine                                      S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  protection                                S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   o  o  o  o
GET  register                                  S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   o  o  o  o
GET  effects:a                                 S  .  .   o  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  effects:b                                 S  .  .   .  o  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  effects:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  effects-change:a                          S  .  .   x  .  .  .  .   x  x  x   .  .  .  .   x  o  x  x
GET  notice-new:a                              S  .  .   x  .  .  .  .   o  o  o   .  .  .  .   x  x  x  x
GET  notice                                    S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  notice:none                               S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  sanctions                                 S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  o
GET  sanction-new                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  x
GET  sanction                                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  o
GET  sanction:none                             S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  influence                                 S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   o  o  o  o
GET  influence-line                            S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   x  x  o  x
GET  influence-line:none                       S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  consult                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  .
GET  list-new                                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  .
GET  list-reading                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  list-template                             S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  .
GET  queries                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  o
GET  query                                     S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  o
GET  query:list                                S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  o  o
GET  query:none                                S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  receipt                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  o
GET  receipt:list                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  receipt-file                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  o
GET  query-sheet                               S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  query-sheet:list                          S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  check                                     o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  checker                                   o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  check-receipt                             o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  check-receipt:none                        .  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST mine                                      S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST protection                                S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST register                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST effects:a                                 S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST effects-change:a                          S  .  .   x  .  .  .  .   x  x  x   .  .  .  .   x  c  x  x
POST notice-new:a                              S  .  .   x  .  .  .  .   c  c  c   .  .  .  .   x  x  x  x
POST notice                                    S  .  .   .  .  .  .  .   x  x  x   .  .  .  .   x  x  c  x
POST sanctions                                 S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST sanction-new                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  x
POST sanction                                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  c  x
POST influence                                 S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST influence-line                            S  .  .   .  .  .  .  .   c  c  c   .  .  .  c   x  x  c  x
POST consult                                   S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  .
POST list-new                                  S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  o  .
POST list-reading                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
POST list-template                             S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST queries                                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST query                                     S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  c  x
POST query:list                                S  .  .   .  .  .  .  .   c  c  c   .  .  .  c   .  .  x  c
POST receipt                                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST receipt-file                              S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST query-sheet                               S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST check                                     m  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST checker                                   m  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST check-receipt                             m  m  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m

# correcting                                     an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  corrections                               S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  correction                                S  .  o   o  .  o  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  correction:none                           S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  correction-step:talk                      S  .  x   x  .  x  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-step:remind_by_letter          S  .  x   x  .  x  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-step:draw_up                   S  .  x   c  .  c  .  .   c  c  c   .  .  .  .   x  x  .  x
GET  correction-step:add_measures              S  .  x   o  .  o  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-step:name_checker              S  .  x   x  .  x  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-step:check_effect              S  .  x   x  .  x  .  .   x  x  x   .  .  .  .   x  x  .  x
GET  correction-step:close_plan                S  .  x   x  .  x  .  .   c  c  c   .  .  .  .   x  x  .  x
GET  correction-step:hear_before_referral      S  .  x   x  .  x  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-step:refer                     S  .  x   x  .  x  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-step:none                      S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  correction-measure-step:report_progress   S  .  o   x  .  o  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-measure-step:prove             S  .  o   x  .  x  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-measure-step:send_back         S  .  x   x  .  x  .  .   c  c  c   .  .  .  .   x  x  .  x
GET  correction-measure-step:hand_over         S  .  o   x  .  o  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-measure-step:defer             S  .  x   x  .  x  .  .   o  o  o   .  .  .  .   x  x  .  x
GET  correction-file                           S  .  .   o  .  o  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  correction-file:none                      S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  correction-new                            S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
POST corrections                               S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST correction                                S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST correction-step:talk                      S  .  x   x  .  x  .  .   c  c  c   .  .  .  .   x  x  .  x
POST correction-step:add_measures              S  .  x   c  .  c  .  .   c  c  c   .  .  .  .   x  x  .  x
POST correction-step:refer                     S  .  x   x  .  x  .  .   c  c  c   .  .  .  .   x  x  .  x
POST correction-measure-step:prove             S  .  c   x  .  x  .  .   c  c  c   .  .  .  .   x  x  .  x
POST correction-measure-step:hand_over         S  .  c   x  .  c  .  .   c  c  c   .  .  .  .   x  x  .  x
POST correction-file                           S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST correction-new                            S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x

# insight                                        an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  prevention                                S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  report-nameless                           o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  report-answer                             o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  reports                                   S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  report-new                                S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  report                                    S  .  .   o  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  report:none                               S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  report-step:deidentify                    S  .  .   x  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  report-step:answer_report                 S  .  .   x  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  report-step:none                          S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  figures                                   S  .  .   .  .  o  o  o   o  o  o   .  .  .  o   o  o  o  o
GET  figures-xlsx                              S  .  .   .  .  o  o  o   o  o  o   .  .  .  o   o  o  o  o
GET  warnings                                  S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  warning-new                               S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  warning-new:none                          S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  office-dispatch-new:warning               S  .  .   x  .  x  .  .   o  o  o   .  .  .  o   x  x  .  x
POST office-dispatch-new:warning               S  .  .   x  .  x  .  .   o  o  o   .  .  .  o   x  x  .  x
GET  office-dispatch:warning                   S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST office-dispatch:warning                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
GET  office-dispatch-pdf:warning               S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  office-dispatch-docx:warning              S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST office-dispatch-step:warning:review       S  .  .   .  .  .  .  .   x  c  x   .  .  .  x   .  .  .  .
GET  warning                                   S  .  .   o  .  o  .  .   o  o  o   .  .  .  o   o  o  .  o
GET  warning:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  warning-receive                           S  .  .   m  .  m  .  .   m  m  m   .  .  .  m   m  m  .  m
GET  warning-again                             S  .  .   x  .  x  .  .   o  o  o   .  .  .  o   x  x  .  x
GET  advances                                  S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  advance-new                               S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
GET  advance                                   S  .  .   o  .  o  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  advance:none                              S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  advance-file                              S  .  .   o  .  o  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  advance-file:none                         S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  clarification-new:a                       S  .  .   x  .  x  .  .   o  o  o   x  .  .  .   x  x  x  x
GET  clarification-new:none                    S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  clarification                             S  .  .   o  .  o  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  clarification:none                        S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  like-cases:a                              S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  like-cases:none                           S  .  .   .  .  .  .  .   .  .  .   .  .  .  .   .  .  .  .
GET  self-audit-now                            S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   o  o  .  o
GET  self-audit                                S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   o  o  .  o
GET  self-audit-xlsx                           S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   o  o  .  o
POST prevention                                S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST report-nameless                           o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST report-answer                             o  o  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST reports                                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST report-new                                S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST report                                    S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST report-step:thank                         S  .  .   x  .  .  .  .   c  c  c   .  .  .  c   .  .  .  .
POST figures                                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST figures-xlsx                              S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST warnings                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST warning-new                               S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST warning                                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST warning-receive                           S  .  .   x  .  c  .  .   x  x  x   .  .  .  x   x  x  .  x
POST warning-again                             S  .  .   x  .  x  .  .   c  c  c   .  .  .  c   x  x  .  x
POST advances                                  S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST advance-new                               S  .  o   o  o  o  o  o   o  o  o   o  o  o  o   o  o  o  o
POST advance                                   S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST advance-file                              S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST clarification-new:a                       S  .  .   x  .  x  .  .   o  o  o   x  .  .  .   x  x  x  x
POST clarification                             S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST like-cases:a                              S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST self-audit-now                            S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST self-audit                                S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST self-audit-xlsx                           S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m

# sealed                                       an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  matter                                    S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
GET  act-on:close                              S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on:supplement                         S  .  .   x  x  x  x  .   o  o  o   x  .  .  .   x  x  x  x
POST act-on:supplement                         S  .  .   x  x  x  x  .   c  c  c   x  .  .  .   x  x  x  x
GET  paper:closing                             S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  paper:supplement                          S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:checks                              S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:catalogue                           S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  dossier-export                            S  .  m   m  m  m  m  m   m  m  m   m  m  m  m   m  m  m  m
POST dossier-export                            S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   .  .  .  .
GET  imported                                  S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  imported-file:page                        S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  imported-file:evidence                    S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
GET  destruction:list                          S  .  .   .  .  .  .  .   o  o  o   .  .  .  o   .  .  .  .
POST destruction:list                          S  .  .   .  .  .  .  .   x  o  o   .  .  .  o   .  .  .  .

# reopened                                     an ad ou  su co he ch oh  ha re dr  me og rc st  de se pe sv
GET  matter                                    S  .  .   o  o  o  o  .   o  o  o   o  .  .  .   o  o  o  o
GET  act-on-subject:ask_review:a               S  .  .   o  .  x  .  .   x  x  x   x  .  .  .   x  x  x  x
POST act-on-subject:ask_review:a               S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   x  x  x  x
GET  act-on-subject:withdraw_review:a          S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   x  x  x  x
POST act-on-subject:withdraw_review:a          S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   x  x  x  x
GET  act-on-subject:decline_review:a           S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:decline_review:a           S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on-subject:receive_review:a           S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:receive_review:a           S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on-subject:give_review_opinion:a      S  .  .   x  .  x  .  .   x  x  x   c  .  .  .   x  x  x  x
POST act-on-subject:give_review_opinion:a      S  .  .   x  .  x  .  .   x  x  x   c  .  .  .   x  x  x  x
GET  act-on-subject:decide_review:a            S  .  .   x  .  x  .  .   x  x  x   x  .  .  .   x  c  x  x
POST act-on-subject:decide_review:a            S  .  .   x  .  x  .  .   x  x  x   x  .  .  .   x  c  x  x
GET  act-on-subject:propose_revocation:a       S  .  .   x  .  x  .  .   o  o  o   x  .  .  .   x  x  x  x
POST act-on-subject:propose_revocation:a       S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on-subject:notify_revocation:a        S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:notify_revocation:a        S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on-subject:state_on_revocation:a      S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   x  x  x  x
POST act-on-subject:state_on_revocation:a      S  .  .   c  .  x  .  .   x  x  x   x  .  .  .   x  x  x  x
GET  act-on-subject:hear_on_revocation:a       S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:hear_on_revocation:a       S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  act-on-subject:decide_revocation:a        S  .  .   x  .  x  .  .   x  x  x   x  .  .  .   x  c  x  x
POST act-on-subject:decide_revocation:a        S  .  .   x  .  x  .  .   x  x  x   x  .  .  .   x  c  x  x
GET  act-on-subject:feed_back_later:a          S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
POST act-on-subject:feed_back_later:a          S  .  .   x  .  x  .  .   c  c  c   x  .  .  .   x  x  x  x
GET  paper:review_request:a                    S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:review_declined:b                   S  .  .   .  o  .  o  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:review_withdrawal:b                 S  .  .   .  o  .  o  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:reviewers:a                         S  .  .   o  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:review_opinion:a                    S  .  .   .  .  .  .  .   o  o  o   o  .  .  .   o  o  .  o
GET  paper:review_decision:a                   S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  paper:later_minutes:a                     S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:revocation_proposal:a               S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:revocation_notice:a                 S  .  .   o  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:revocation_statement:a              S  .  .   o  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:revocation_hearing:a                S  .  .   o  .  .  .  .   o  o  o   .  .  .  .   o  o  .  o
GET  paper:revocation_decision:a               S  .  .   .  .  .  .  .   o  o  o   .  .  .  .   o  o  o  o
GET  paper:later_feedback:a                    S  .  .   o  .  o  .  .   o  o  o   o  .  .  .   o  o  o  o
"""


def table() -> dict[str, dict[tuple[str, str], str]]:
    """{stage: {(method, case): codes}}"""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for line in TABLE.splitlines():
        words = line.split()
        if line.startswith("# "):
            rows = found.setdefault(words[1], {})
        elif words:
            method, case, *codes = words
            assert len("".join(codes)) == len(COLUMNS), line
            assert (method, case) not in rows, line
            rows[method, case] = "".join(codes)
    return found


def address(world: World, case: str) -> str:
    """The address a case of the table stands for: the name, then what it is about."""
    name, *about = case.split(":")
    subject = {"a": "a", "b": "b"}.get(about[-1]) if about else None
    pk = getattr(world, subject).pk if subject else None
    match name:
        case "act":
            return reverse(name, args=[world.act.pk if not about else NOTHING])
        case "act-notice":
            return reverse(name, args=[world.act.pk])
        case "act-told" | "act-behalf":
            return reverse(name, args=[world.act.pk, world.target.pk])
        case "apply" | "apply-discard" | "apply-print":
            return reverse(name, args=[world.target.pk if not about else NOTHING])
        case "apply-screen":
            return reverse(name, args=[world.target.pk, about[0]])
        case "apply-file":
            return reverse(name, args=[world.target.pk, world.draft_file.pk if not about else NOTHING])
        case "interpretation":
            return reverse(name, args=[world.question if not about else NOTHING])
        case "administration-template":
            return reverse(name, args=[about[0]])
        case "administration-unit":
            return reverse(name, args=[world.bureau.units["mines"].pk])
        case "administration-change":
            return reverse(name, args=[about[0], world.bureau.units["mines"].pk])
        case "mfa_remove_webauthn":
            return reverse(name, args=[1])
        case "record-notice":
            return reverse(name, args=[world.act.pk])
        case "record-application" | "record-told":
            return reverse(name, args=[world.act.pk, world.target.pk if not about else NOTHING])
        case "evidence-aside":
            return reverse(name, args=[world.matter_id, world.evidence.get(about[0], NOTHING)])
        case "sampled":
            return reverse(name, args=[world.pick if not about else NOTHING])
        case "concern":
            return reverse(name, args=[world.concern if not about else NOTHING])
        case "class-of":
            return reverse(name, args=[world.matter_id, about[0], world.evidence.get(about[1], NOTHING)])
        case "records" | "reads" | "concern-new" | "class":
            return reverse(name, args=[world.matter_id])
        case "record-step":
            return reverse(name, args=[world.matter_id, about[0]])
        case "record-subject-step":
            return reverse(name, args=[world.matter_id, pk or NOTHING, about[0]])
        case "record" | "record-scan":
            return reverse(name, args=[world.record if not about else NOTHING])
        case "effects" | "effects-change" | "notice-new":
            return reverse(name, args=[world.matter_id, pk or NOTHING])
        case "notice":
            return reverse(name, args=[world.notice if not about else NOTHING])
        case "sanction":
            return reverse(name, args=[world.sanction if not about else NOTHING])
        case "influence-line":
            return reverse(name, args=["admonition" if not about else "no_such"])
        case "query" | "receipt" | "receipt-file" | "query-sheet":
            found = {"": world.query, "list": world.waiting, "none": NOTHING}
            return reverse(name, args=[found[about[0] if about else ""]])
        case "check-receipt":
            return reverse(name, args=[world.token if not about else "aaaa"])
        case "reading":
            return reverse(name, args=["apply.late" if not about else "no.such"])
        case "matter":
            return reverse(name, args=[world.matter_id if not about else NOTHING])
        case "act-on":
            return reverse(name, args=[world.matter_id, about[0]])
        case "act-on-subject":
            return reverse(name, args=[world.matter_id, pk or NOTHING, about[0]])
        case "pack" | "pack-try" | "pack-checks":
            return reverse(name, args=["dali-prefecture-2019", "1.0.0" if not about else "9.9.9"])  # a small one
        case "reasons" | "what-if":
            return reverse(name, args=[world.matter_id, pk or NOTHING])
        case "paper":
            item = NOTHING if about == ["none"] else world.paper(
                about[0], getattr(world, about[1]) if len(about) > 1 else None
            )
            return reverse(name, args=[world.matter_id, item])
        case "documents":
            return reverse(name, args=[world.matter_id])
        case "dispatch" | "dispatch-pdf" | "dispatch-docx":
            return reverse(name, args=[world.matter_id, getattr(world, about[0]).pk])
        case "dispatch-public":
            return reverse(name, args=[world.matter_id, world.issued.pk, NOTHING])
        case "dispatch-step":
            return reverse(name, args=[world.matter_id, getattr(world, about[0]).pk, about[1]])
        case "dispatch-new":
            return reverse(name, args=[world.matter_id, about[0], world.paper(about[0], getattr(world, about[1])), about[0]])
        case "paper-check":
            return reverse(name, args=[world.issued.dispatch.code])
        case "document" | "document-docx" if about[0] == "dispatch":
            return reverse(name, args=["dispatch", getattr(world, about[1]).pk, "dispatch-sheet"])
        case "document" | "document-docx":
            kind = "minutes" if about == ["none"] else about[0]
            item = NOTHING if about == ["none"] else world.paper(kind, getattr(world, about[1]) if len(about) > 1 else None)
            template = {"feedback": "feedback-positive"}.get(kind, kind)
            return reverse(name, args=[kind, item, template])
        case "evidence":
            return reverse(name, args=[world.matter_id, world.evidence.get(about[0], NOTHING)])
        case "dossier-export":
            return reverse(name, args=[world.matter_id])
        case "office-dispatch" | "office-dispatch-pdf" | "office-dispatch-docx":
            return reverse(name, args=[world.office if about == ["warning"] else NOTHING])
        case "office-dispatch-new":
            return reverse(name, args=["caution", world.caution if about == ["warning"] else NOTHING, "caution"])
        case "office-dispatch-step":
            return reverse(name, args=[world.office if "warning" in about else NOTHING, "review"])
        case "destruction":
            return reverse(name, args=[world.destruction if about == ["list"] else NOTHING])
        case "imported":
            return reverse(name, args=[NOTHING if about or world.imported is None else world.imported])
        case "imported-file":
            path = {"evidence": world.imported_path, "page": "index.html"}.get(about[0] if about else "", "x")
            return reverse(name, args=[world.imported or NOTHING, path])
        case "correction":
            return reverse(name, args=[world.correction.pk if not about else NOTHING])
        case "correction-step":
            return reverse(name, args=[world.correction.pk, about[0]])
        case "correction-measure-step":
            return reverse(name, args=[world.correction.pk, world.measure.pk, about[0]])
        case "correction-file":
            return reverse(name, args=[world.correction.pk, world.proof if not about else NOTHING])
        case "correction-new":
            return reverse(name, args=[world.matter_id])
        case "report" | "warning" | "advance" | "clarification":
            there = {"report": "report", "warning": "caution"}.get(name, name)
            return reverse(name, args=[NOTHING if about else getattr(world, there)])
        case "report-step":
            return reverse(name, args=[world.report, about[0]])
        case "warning-new":
            return f"{reverse(name)}?dim=cause&code={'no_review' if not about else 'none'}"
        case "warning-receive":
            return reverse(name, args=[world.caution, world.bureau.units["chemicals"].pk])
        case "warning-again":
            return reverse(name, args=[world.caution])
        case "advance-file":
            return reverse(name, args=[world.advance, 1 if not about else 9])
        case "clarification-new" | "like-cases":
            return reverse(name, args=[world.matter_id, pk or NOTHING])
        case "list-reading":
            return reverse(name, args=[NOTHING])
        case "self-audit" | "self-audit-xlsx":
            return reverse(name, args=[2026])
    return reverse(name)


#: What a POST needs to be more than an empty form. `at` is always too old, so that nothing is done.
TYPED = {
    "query": {"go": "release"}, "query:list": {"go": "answer"}, "notice": {"done": "yes", "answered_on": "2026-03-02"},
    "sanction": {"change": "void", "reason": "x"}, "influence-line": {"source": "x"}, "notice-new": {"recipient": "personnel"},
    "effects-change": {"document": "x", "held_on": "2026-03-02"},
    "act-told": {"told_on": "2026-03-02"}, "act-behalf": {"ground": "ill", "basis": "x", "since": "2026-03-02"}, "sign-in": {"username": "x", "password": "y"}, "account_login": {"username": "x", "password": "y"},
    "set_language": {"language": "en"}, "paper-checks": {"code": "x"}, "paper-check": {"code": "x"},
    "dispatch-step:issued:mark": {"secrecy": "work secret", "reason": "x"}, "report-step": {"text": "x"}, "warning-again": {"found": "x"},
}


def code(answer) -> str:
    if answer.status_code == 302:
        return "S" if answer["Location"].startswith(reverse("sign-in")) else ">"
    return {200: "o", 404: ".", 403: "x", 405: "m", 409: "c", 204: "n"}.get(answer.status_code, "?")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path, tmp_path_factory, monkeypatch):
    settings.DEMO = False
    settings.FILES = tmp_path / "files"
    monkeypatch.setenv("RONGCUO_CACHE", str(tmp_path_factory.getbasetemp() / "pack-cache"))


@pytest.mark.parametrize("stage", STAGES)
def test_answers(stage, db, settings):
    world = World(settings.FILES)
    world.another()
    world.through(stage)
    wrong = []
    for (method, case), expected in table()[stage].items():
        place = address(world, case)
        typed = TYPED.get(case) or TYPED.get(case.split(":")[0])
        found = "".join(code(world.ask(who, method, place, typed)) for who in PEOPLE)
        if found != expected:
            wrong.append(f"{method:4} {case}\n  expected {_spaced(expected)}\n  found    {_spaced(found)}")
    assert not wrong, "\n".join([f"at stage {stage}:", f"           {' '.join(COLUMNS)}", *wrong])


def _spaced(codes: str) -> str:
    return "  ".join(codes)


# --- that nothing is missing -----------------------------------------------------------------


def names(patterns=None) -> set[str]:
    """The names of all addresses, those of included URLconfs too."""
    found = set()
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        found |= names(one.url_patterns) if hasattr(one, "url_patterns") else {one.name}
    return found


def cases(method: str | None = None) -> set[str]:
    return {case for rows in table().values() for m, case in rows if method in {None, m}}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_has_a_row(method):
    assert None not in names()
    assert {case.split(":")[0] for case in cases(method)} == names()


def test_every_action_kind_of_paper_and_lane_has_a_row():
    about = {tuple(case.split(":")[:2]) for case in cases("GET") if ":" in case}
    for action in STEP_FORMS:
        name = "act-on-subject" if action in PER_SUBJECT else "act-on"
        assert (name, action) in about, action
        assert f"{name}:{action}" in {":".join(c.split(":")[:2]) for c in cases("POST")}, action
    assert {kind for name, kind in about if name == "paper"} == ITEMS.keys() | {"none"}
    assert {lane for name, lane in about if name == "evidence"} >= EVIDENCE.keys()


def test_the_columns_are_the_people():
    assert len(COLUMNS) == len(PEOPLE) == len(set(COLUMNS))
    assert set("".join(c for rows in table().values() for c in rows.values())) <= CODES.keys()
    assert set(table()) == set(STAGES)
    assert not re.search(r"[^\x20-\x7e\n]", TABLE)
