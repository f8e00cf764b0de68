// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// What an attestation says of single sign-on.
const noSignOn = "none"

var signOns = []string{"saml", "google_workspace"}

// judgeSignOn: a person has attested single sign-on for each policy lately, and the audit log shows no change since.
func judgeSignOn(facts *Facts, parameters Parameters, e *Evidence) {
	policies := parameters.signOnPolicies()
	changed := 0
	for _, policy := range policies {
		attestation, is := parameters.attestation(policy)
		if !is {
			e.fail("policy %s is not attested", atlassian.Word(policy))
			e.name(policy)
			continue
		}
		if !soundAttestation(policy, attestation, parameters, e) {
			e.name(policy)
		}
		events, asked := facts.PolicyChanges[policy]
		if !asked {
			events.Err = errNotAsked
		}
		if e.unread("the audit log about policy "+atlassian.Word(policy), events.Err) {
			e.name(policy)
			continue
		}
		if n := judgeChanges(policy, attestation, events.Value, e); n > 0 {
			changed += n
			e.name(policy)
		}
	}
	e.count("policies", len(policies))
	e.count("changes", changed)
	if len(policies) > 0 {
		e.pass("single sign-on of %s is attested, and the audit log shows no change since", things(len(policies), "policy", "policies"))
	}
}

// soundAttestation reports whether an attestation is one of single sign-on, and young enough.
func soundAttestation(policy string, attestation Attestation, parameters Parameters, e *Evidence) bool {
	sound := uncontradicted(policy, attestation, e)
	age := parameters.At.Sub(attestation.At)
	switch {
	case attestation.At.IsZero():
		e.unsure("it is not known when policy %s was attested", atlassian.Word(policy))
		sound = false
	case age < 0:
		e.fail("the attestation of policy %s is from the future", atlassian.Word(policy))
		sound = false
	case age > days(parameters.AttestedWithinDays):
		e.fail("the attestation of policy %s is older than %s", atlassian.Word(policy), things(parameters.AttestedWithinDays, "day", "days"))
		sound = false
	}
	switch on := strings.ToLower(attestation.SingleSignOn); {
	case on == noSignOn:
		e.fail("policy %s is attested as one without single sign-on", atlassian.Word(policy))
		return false
	case on == "":
		e.unsure("the attestation of policy %s does not say single_sign_on", atlassian.Word(policy))
		return false
	case !slices.Contains(signOns, on):
		e.unsure("policy %s is attested with single_sign_on = %s, which is not known here", atlassian.Word(policy), atlassian.Word(attestation.SingleSignOn))
		return false
	}
	return sound
}

// judgeKeys: no API key of the organization expires soon, and none has never been used.
func judgeKeys(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of API keys", facts.APIKeys.Err) {
		return
	}
	if len(facts.APIKeys.Value) == 0 {
		e.unsure("Atlassian lists no API key, although the provider runs with one")
	}
	usable := judgeCredentials(facts.APIKeys.Value, "API key", parameters, e)
	if usable == 0 && len(facts.APIKeys.Value) > 0 {
		e.unsure("Atlassian lists no API key that can be used, although the provider runs with one")
	}
}

// judgeTokens is the same for the API tokens of people. A token without an end is one that Atlassian made before tokens had to expire.
func judgeTokens(facts *Facts, parameters Parameters, e *Evidence) {
	if !e.unread("the list of user API tokens", facts.APITokens.Err) {
		judgeCredentials(facts.APITokens.Value, "user API token", parameters, e)
	}
}

// judgeCredentials judges keys or tokens, and returns how many of them can be used.
func judgeCredentials(all []Credential, what string, parameters Parameters, e *Evidence) (usable int) {
	var expiring, unused, endless, silent, strange []string
	expired := 0
	for _, one := range all {
		name := nameOf(one)
		if one.Blocked {
			continue
		}
		if !one.Expires.IsZero() && one.Expires.Before(parameters.At) {
			expired++
			continue // it opens nothing any more
		}
		usable++
		switch {
		case one.Expires.IsZero():
			endless = append(endless, name)
		case !one.Expires.After(parameters.At.Add(days(parameters.ExpiryDays))):
			expiring = append(expiring, name)
		}
		switch {
		case parameters.ahead(one.LastUsed), one.LastUsed.IsZero() && parameters.ahead(one.Created):
			strange = append(strange, name)
		case !one.LastUsed.IsZero():
		case one.Created.IsZero():
			silent = append(silent, name)
		case !one.Created.After(parameters.At.Add(-days(parameters.UnusedDays))):
			unused = append(unused, name)
		}
	}
	e.count("usable", usable)
	e.count("expired", expired)
	e.count("expiring", len(expiring))
	e.count("never_used", len(unused))
	e.count("not_known", len(endless)+len(silent)+len(strange))
	e.name(slices.Concat(expiring, unused, endless, silent, strange)...)
	if len(expiring) > 0 {
		e.fail("%s within %s: %s", things(len(expiring), what+" expires", what+"s expire"), things(parameters.ExpiryDays, "day", "days"), some(expiring))
	}
	if len(unused) > 0 {
		e.fail("%s never used, and older than %s: %s", things(len(unused), what+" was", what+"s were"), things(parameters.UnusedDays, "day", "days"), some(unused))
	}
	if len(endless) > 0 {
		e.unsure("Atlassian does not say when %s: %s", things(len(endless), what+" expires", what+"s expire"), some(endless))
	}
	if len(silent) > 0 {
		e.unsure("it is not known whether %s ever used: %s", things(len(silent), what+" was", what+"s were"), some(silent))
	}
	if len(strange) > 0 {
		e.unsure("%s or used in the future, so it is not known when that was: %s", things(len(strange), what+" is said to be created", what+"s are said to be created"), some(strange))
	}
	e.pass("%s, none of which expires within %s, or is old and was never used", things(usable, "usable "+what, "usable "+what+"s"), things(parameters.ExpiryDays, "day", "days"))
	return usable
}
