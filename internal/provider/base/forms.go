// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// Form is the form of a kind of text, such as an account ID. Configurations, imports, actions and the environment share one form
// for each kind. A form is also a validator.
type Form struct {
	// what is the kind of text, with its article.
	what string
	// matches reports whether a text has the form.
	matches func(string) bool
	// advice says what to do about a text of another form.
	advice string
}

var _ validator.String = Form{}

// The forms of IDs. Atlassian documents all of them as opaque texts, except the ID of a group, although most of them are UUIDs.
var (
	// OrganizationID is the form of an organization's ID.
	OrganizationID = Form{"the ID of an organization", isOpaque, "You find it in the address bar of Atlassian Administration after /o/. " + opaque}
	// DirectoryID is the form of a directory's ID.
	DirectoryID = Form{"the ID of a directory", isOpaque, "Leave it out if the organization has only one directory. If it has several, the error lists them. " + opaque}
	// PolicyID is the form of an authentication policy's ID.
	PolicyID = Form{"the ID of an authentication policy", isOpaque, "You find it in the address bar of Atlassian Administration when the policy is open. " + opaque}
	// OrganizationPolicyID is the form of the ID of a policy that is no authentication policy, such as an IP allowlist.
	OrganizationPolicyID = Form{"the ID of a policy of the organization", isOpaque, "The data source atlassian_policies lists them. " + opaque}
	// GroupID is the form of a group's ID.
	GroupID = Form{"the ID of a group, a UUID in lower case", lowerUUID.MatchString, "If you have only its name, use the data source atlassian_group to find the ID."}
	// AccountID is the form of an account's ID.
	AccountID = Form{"an account ID", isOpaque, opaque}
	// CloudID is the form of a site's ID.
	CloudID = Form{"the cloud ID of a site", isOpaque, opaque}
	// CredentialID is the form of the ID of an API key or an API token, which Atlassian documents as a text only. Unverified: its letters.
	CredentialID = Form{"the ID of an API key or an API token", isCredentialID, "The data sources atlassian_api_keys and atlassian_api_tokens list the IDs, which are no secrets."}
)

// ARI is the form of an Atlassian Resource Identifier: ari:cloud:OWNER:CLOUD_ID:TYPE/ID. The cloud ID is often empty.
var ARI = Matching("an Atlassian Resource Identifier (ARI)", regexp.MustCompile(`^ari:cloud:[^:/\s]+:[^:/\s]*:[^/\s]+/\S+$`), "Write it as ari:cloud:OWNER::site/SITE_ID.")

// LevelID is the form of the ID of a classification level, an ARI. Unverified: that every such ID has this owner and type.
var LevelID = Matching("the ID of a classification level", regexp.MustCompile(`^ari:cloud:platform::classification-tag/[^/\s]+$`),
	"Such an ID looks like ari:cloud:platform::classification-tag/UUID. The data source atlassian_classification_levels lists the IDs.")

// Time is the form of a moment.
var Time = Checking("a time in RFC 3339 format", func(text string) bool { _, err := time.Parse(time.RFC3339, text); return err == nil }, "Write it like 2026-11-28T09:30:00Z.")

// EmailAddress is the form of an e-mail address. It refuses account IDs and typing mistakes.
var EmailAddress = Matching("an e-mail address", regexp.MustCompile(`^[^\s@]+@[^\s@]+$`), "")

// The most characters of an ID, all of which are single bytes.
const (
	maxOpaque     = 128
	maxCredential = 512
)

const opaque = "Such an ID has up to 128 letters, digits and the characters - _ : and ."

var (
	// opaqueForm is the form of an ID that Atlassian documents as an opaque text. The path of a request contains IDs, so the form
	// allows no character that would change the path. Unverified: that no ID has other characters, or is longer than maxOpaque. The
	// expression leaves the length to its users: a bound in it takes milliseconds to compile, in every process.
	opaqueForm = regexp.MustCompile(`^[0-9A-Za-z_:.-]+$`)
	// lettered requires a letter or a digit, because "." and ".." change the path, and "-" means every directory.
	lettered = regexp.MustCompile(`[0-9A-Za-z]`)
	// lowerUUID is the form of a group's ID. The API returns it in lower case, so an ID in upper case would show as a difference
	// in every plan.
	lowerUUID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// credentialForm allows what Base64 has, except for the slash.
var credentialForm = regexp.MustCompile(`^[0-9A-Za-z_:.=+~-]+$`)

func isCredentialID(text string) bool {
	return len(text) <= maxCredential && credentialForm.MatchString(text) && lettered.MatchString(text)
}

func isOpaque(text string) bool {
	return len(text) <= maxOpaque && opaqueForm.MatchString(text) && lettered.MatchString(text)
}

// Matching is the form of texts that match an expression and are not longer than any ID.
func Matching(what string, form *regexp.Regexp, advice string) Form {
	return Form{what, func(text string) bool { return len(text) <= maxTextLength && form.MatchString(text) }, advice}
}

// Checking is the form of texts that pass a check and are not longer than any ID.
func Checking(what string, check func(string) bool, advice string) Form {
	return Form{what, func(text string) bool { return len(text) <= maxTextLength && check(text) }, advice}
}

// maxTextLength is more than any ID or address has.
const maxTextLength = 1024

// With returns the form with other advice.
func (f Form) With(advice string) Form {
	f.advice = advice
	return f
}

// Matches reports whether a text has the form.
func (f Form) Matches(text string) bool { return f.matches(text) }

// Check returns an error that says what is wrong with a text and what to do about it. It returns nil for a text of the form.
func (f Form) Check(text string) error {
	if f.matches(text) {
		return nil
	}
	return errors.New(strings.TrimSpace(fmt.Sprintf("%s is not %s. %s", Quoted(text), f.what, f.adviceOn(text))))
}

// adviceOn says what to do about a text that has another form.
func (f Form) adviceOn(text string) string {
	if trimmed := strings.TrimSpace(text); trimmed != text && f.matches(trimmed) {
		return fmt.Sprintf("It has blanks or line breaks around it: write %q, or wrap the expression in trimspace().", trimmed)
	}
	if lower := strings.ToLower(text); lower != text && f.matches(lower) {
		return fmt.Sprintf("It has letters in upper case, and Atlassian writes such an ID in lower case: write %q.", lower)
	}
	return f.advice
}

// Description says what the validator requires.
func (f Form) Description(context.Context) string { return "must be " + f.what }

// MarkdownDescription says what the validator requires.
func (f Form) MarkdownDescription(ctx context.Context) string { return f.Description(ctx) }

// ValidateString reports a text of another form.
func (f Form) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		resp.Diagnostics.Append(f.At(req.Path, req.ConfigValue.ValueString())...)
	}
}

// At reports a text of another form at an attribute.
func (f Form) At(at path.Path, text string) diag.Diagnostics {
	var diags diag.Diagnostics
	if !f.matches(text) {
		diags.AddAttributeError(at, "Invalid value", f.demand(nameOf(at), text))
	}
	return diags
}

// InVariable reports a text of another form that an environment variable gives to an attribute.
func (f Form) InVariable(at path.Path, variable, text string) diag.Diagnostics {
	var diags diag.Diagnostics
	if !f.matches(text) {
		diags.AddAttributeError(at, "Invalid value", f.demand("The environment variable "+variable, text))
	}
	return diags
}

// demand says what a value must be, what it is, and what to do about it.
func (f Form) demand(name, text string) string {
	return strings.TrimSpace(fmt.Sprintf("%s must be %s, and %s is not. %s", name, f.what, Quoted(text), f.adviceOn(text)))
}

// nameOf returns the name of the attribute for a message.
func nameOf(at path.Path) string {
	if steps := at.Steps(); len(steps) > 0 {
		if name, ok := steps[0].(path.PathStepAttributeName); ok {
			return string(name)
		}
	}
	return "It"
}

// Each is the validator that requires the form of every element of a list.
func (f Form) Each() validator.List { return unordered.EachChecked(f.what, f.Check) }

// AccountIDs are the validators of a list of account IDs, whose attribute is named account_ids beside one named emails.
func AccountIDs() []validator.List {
	return []validator.List{
		unordered.NoDuplicates(false),
		AccountID.With("Use the attribute emails for e-mail addresses. " + opaque).Each(),
	}
}

// Emails are the validators of a list of e-mail addresses, whose attribute is named emails beside one named account_ids.
func Emails() []validator.List {
	return []validator.List{
		unordered.NoDuplicates(true),
		EmailAddress.With("Use the attribute account_ids for account IDs.").Each(),
	}
}
