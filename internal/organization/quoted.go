// SPDX-License-Identifier: MPL-2.0

package organization

import "github.com/orgsec/terraform-provider-atlassian/internal/atlassian"

// Quoted is a text that is not ours, such as the name of a group, as a message shows it: in quotation marks and escaped.
func Quoted(text string) string { return atlassian.Quoted(text) }

// Word is [Quoted] for what is one word nearly always, such as an ID or a scope: without quotation marks where it is one.
func Word(text string) string { return atlassian.Word(text) }

// Words are several, with commas between them.
func Words(texts []string) string { return atlassian.Words(texts) }

// Escaped writes out what does not print, except for the characters of keep. A text that is escaped already stays as it is.
func Escaped(text, keep string) string { return atlassian.Escaped(text, keep) }
