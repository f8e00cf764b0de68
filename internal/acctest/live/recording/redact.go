// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A word of an enumeration, and what else is kept where Atlassian puts it.
var (
	status = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+){0,6}|\d{3})$`)
	word   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+){0,10}$`)
	dotted = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+){0,10}$`)
	code   = regexp.MustCompile(`^([A-Z][A-Z0-9_-]{0,40}|\d{3})$`)
	role   = regexp.MustCompile(`^atlassian/[a-z-]{1,40}$`)
	scope  = regexp.MustCompile(`^[a-z-]{1,30}(:[a-z-]{1,30}){1,3}$`)
	size   = regexp.MustCompile(`^\d{1,4}$`)
)

// kept are the fields whose values Atlassian makes up, and no person, with the form of such a value. Every other text gets a pseudonym.
var kept = map[string]*regexp.Regexp{
	"accountStatus": word, "accountStatuses": word, "accountType": word, "accountTypes": word, "account_status": word, "account_type": word,
	"applicationStatus": word, "authType": word, "claimStatus": word, "classification": word, "distributionStatus": word, "effect": word,
	"encryptionType": word, "errorType": word, "interval": word, "managedBy": word, "managementSource": word, "membershipStatus": word,
	"planKey": word, "policyCoverageLevel": word, "policyType": word, "productType": word, "resourceOwner": word, "status": status, "type": word,
	"sortOrder": word, "roleAssignmentMethods": word, "typeKey": word, "userDirectoryStatus": word, "permissionRules": word,

	"action": word, "expand": dotted, "__typename": word,

	"code": code, "errorCodes": code, "statusCode": code,
	"role": role, "roleId": role, "roleIds": role, "roles": role, "platformRoles": role,
	"acceptableScopes": scope, "scopes": scope,
	"limit": size, "first": size, "pageSize": size,
}

// keptOf are fields whose values Atlassian makes up in the answers of one operation alone.
var keptOf = map[string]*regexp.Regexp{
	"getEventActions id":       word,
	"getManagePermissions key": dotted, // why something may not be managed
	"getManagedProfile key":    dotted,
	"getManagedApiTokens key":  dotted,
}

// field is the text of a field: as it is, if the field is kept, else its pseudonym.
func (p *Pseudonyms) field(operation, name, text string) string {
	if isKept(operation, name, text) {
		return text
	}
	return p.Of(text)
}

func isKept(operation, name, text string) bool {
	// What somebody could have written where Atlassian writes is kept only in the form of what Atlassian writes.
	for _, form := range []*regexp.Regexp{kept[name], keptOf[operation+" "+name]} {
		if form != nil && len(text) <= 64 && form.MatchString(text) {
			return true
		}
	}
	return false
}

// Value is a JSON value without what a recording must not have. Null, true, false and what is empty stay. The elements of a list have
// the name of the list.
func (p *Pseudonyms) Value(operation, name string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		redacted := make(map[string]any, len(value))
		for _, key := range slices.Sorted(maps.Keys(value)) { // so that the same value always gets the same numbers
			name := p.Key(key) // in something that is named by data, nothing is kept
			redacted[name] = p.Value(operation, name, value[key])
		}
		return redacted
	case []any:
		redacted := make([]any, len(value))
		for i, one := range value {
			redacted[i] = p.Value(operation, name, one)
		}
		return redacted
	case string:
		return p.field(operation, name, value)
	case json.Number:
		if isKept(operation, name, value.String()) {
			return value // such as the status in an error
		}
		return p.number(value)
	}
	return value
}

var whole = regexp.MustCompile(`^-?\d+$`)

// number keeps a single digit, which orders and counts few things. Other numbers have pseudonyms with as many digits.
func (p *Pseudonyms) number(value json.Number) json.Number {
	text := value.String()
	sign, digits := "", text
	if strings.HasPrefix(text, "-") {
		sign, digits = "-", text[1:]
	}
	switch {
	case !whole.MatchString(text):
		return json.Number(sign + "0.5")
	case len(digits) == 1:
		return value
	}
	return json.Number(sign + p.numbered("number of "+strconv.Itoa(len(digits)), digits, func(n int) string { return number(len(digits), n) }))
}

// Stray finds the first text in a redacted value that is neither kept nor a pseudonym. It looks at the outcome alone: what [Pseudonyms.Value]
// forgot, it finds. The path leads to the text, which it does not repeat.
func (p *Pseudonyms) Stray(operation, name, at string, value any) (path string, found bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, one := range value {
			if !fieldName.MatchString(key) && !p.Made(key) {
				return at + ".*", true
			}
			if path, found := p.Stray(operation, key, at+"."+key, one); found {
				return path, true
			}
		}
	case []any:
		for _, one := range value {
			if path, found := p.Stray(operation, name, at+"[]", one); found {
				return path, true
			}
		}
	case string:
		if value != "" && !p.Made(value) && !isKept(operation, name, value) {
			return at, true
		}
	}
	return "", false
}
