// SPDX-License-Identifier: MPL-2.0

package usermanagement

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const extendedProfile = "extended_profile"

// profileFields are the fields that can be written. The document requires more
// of them, such as account_id and picture, and says that those are read-only:
// live, a part is enough.
var profileFields = []wire.Parameter{
	{Name: "name"},
	{Name: "nickname"},
	{Name: "zoneinfo"},
	{Name: "locale"},
	{Name: extendedProfile, Kind: wire.KindAny},
}

type wireExtendedProfile struct {
	Department   string `json:"department,omitempty"`
	JobTitle     string `json:"job_title,omitempty"`
	Location     string `json:"location,omitempty"`
	Organization string `json:"organization,omitempty"`
}

type wireAccount struct {
	AccountID       string               `json:"account_id"`
	AccountStatus   string               `json:"account_status"`
	AccountType     string               `json:"account_type"`
	Email           string               `json:"email"`
	ExtendedProfile *wireExtendedProfile `json:"extended_profile,omitempty"`
	Locale          string               `json:"locale,omitempty"`
	Name            string               `json:"name"`
	Nickname        string               `json:"nickname"`
	Picture         string               `json:"picture"`
	ZoneInfo        string               `json:"zoneinfo,omitempty"`
}

type wireProfile struct {
	Account wireAccount `json:"account"`
}

// getProfile is the profile at this moment, whatever the searches show.
func (c *call) getProfile() wire.Answer {
	a := c.account
	form := wireAccount{
		AccountID: a.ID, AccountStatus: a.AccountStatus(), AccountType: a.Kind, Email: a.Email, Locale: a.Locale, Name: a.Name,
		Nickname: a.Nickname, Picture: "https://pictures.simulated.example/" + a.ID + ".png", ZoneInfo: a.TimeZone,
	}

	if extended := (wireExtendedProfile{a.Department, a.JobTitle, a.Location, a.Organization}); extended != (wireExtendedProfile{}) {
		form.ExtendedProfile = &extended
	}

	return wire.OK(wireProfile{form})
}

// liveProfile has nulls for what a profile does not say. Unverified.
func liveProfile(whole any) {
	profile, _ := whole.(wire.LiveObject)
	if account, ok := profile["account"].(wire.LiveObject); ok {
		wire.OrNull(account, "locale", "zoneinfo", extendedProfile)

		if extended, ok := account[extendedProfile].(wire.LiveObject); ok {
			wire.OrNull(extended, "department", "job_title", "location", "organization")
		}
	}
}

// updateProfile changes the fields that the request names, and no others.
func (c *call) updateProfile() wire.Answer {
	given, refusal := c.givenFields()
	if refusal != nil {
		return *refusal
	}

	named := slices.Sorted(maps.Keys(given))
	if locked := slices.DeleteFunc(slices.Clone(named), func(field string) bool { return c.state.FieldLock(c.account, field) == "" }); len(locked) > 0 {
		return wire.FailKey(http.StatusForbidden, "forbidden.fieldMutation", c.profileRules(locked))
	}

	var violated []fieldViolation

	for _, field := range named {
		if broken := violations(field, given[field]); len(broken) > 0 {
			violated = append(violated, fieldViolation{field, broken})
		}
	}

	if len(violated) > 0 {
		return refusedFields(violated...)
	}

	c.state.ChangePerson(c.now, c.account, func(p *world.Person) {
		for field, at := range map[string]*string{
			"name": &p.Name, "nickname": &p.Nickname, "zoneinfo": &p.TimeZone, "locale": &p.Locale,
			extendedProfile + ".job_title": &p.JobTitle, extendedProfile + ".department": &p.Department,
			extendedProfile + ".organization": &p.Organization, extendedProfile + ".location": &p.Location,
		} {
			if text, ok := given[field]; ok {
				*at = text
			}
		}
	})

	return c.getProfile()
}

// givenFields are the values of the request by the path of their field.
func (c *call) givenFields() (map[string]string, *wire.Answer) {
	given := map[string]string{}

	for _, field := range profileFields {
		if field.Name != extendedProfile && c.Has(field.Name) {
			given[field.Name] = c.Text(field.Name)
		}
	}

	if raw := c.Values[extendedProfile]; raw != nil {
		extended := map[string]string{}
		decoder := json.NewDecoder(bytes.NewReader(raw))

		if err := decoder.Decode(&extended); err != nil || bytes.Equal(raw, []byte("null")) {
			c.Violate(extendedProfile + " must be an object of texts")

			return nil, new(wire.FailKey(http.StatusBadRequest, "bodyParseFailure", nil))
		}

		for name, text := range extended {
			given[extendedProfile+"."+name] = text
		}
	}

	for field := range given {
		if !slices.Contains(world.ProfileFields, field) {
			c.Violate(field + " is unknown")

			return nil, new(wire.FailKey(http.StatusBadRequest, "bodyParseFailure", nil))
		}
	}

	if len(given) == 0 {
		c.Violate("the body changes nothing")
	}

	return given, nil
}

type wireViolation struct {
	Key string `json:"key"`
}

type fieldViolation struct {
	Field      string          `json:"field"`
	Violations []wireViolation `json:"violations"`
}

type violationContext struct {
	FieldViolations []fieldViolation `json:"fieldViolations"`
}

func refusedFields(violated ...fieldViolation) wire.Answer {
	return wire.FailKey(http.StatusBadRequest, "fieldConstraintsViolated", violationContext{violated})
}

// maxLengths are the documented ones, in characters.
var maxLengths = map[string]int{"name": 100, "nickname": 30}

// violations are the constraints that a value breaks. Unverified: minLength, the
// constraint of a name or a nickname that is empty.
func violations(field, text string) []wireViolation {
	var broken []wireViolation

	if limit, limited := maxLengths[field]; limited {
		if utf8.RuneCountInString(text) > limit {
			broken = append(broken, wireViolation{"maxLength"})
		}

		if text == "" {
			broken = append(broken, wireViolation{"minLength"})
		}
	}

	if strings.ContainsFunc(text, unicode.IsControl) {
		broken = append(broken, wireViolation{"validCharacters"})
	}

	return broken
}
