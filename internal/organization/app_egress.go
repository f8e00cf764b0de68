// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"net/url"
	"strings"
)

// anyAddress is every address, including those that Atlassian does not name.
const anyAddress = "*"

// reaches reports whether an address that was reviewed covers one that an app may call. Both may begin with a scheme; one
// without a scheme is for every scheme. "https://*" is every address of that scheme.
func reaches(reviewed, address string) bool {
	if reviewed == anyAddress || strings.EqualFold(reviewed, address) {
		return true
	}
	if scheme, all := strings.CutSuffix(strings.TrimSuffix(strings.ToLower(reviewed), "/"), "://*"); all {
		rest, same := strings.CutPrefix(strings.ToLower(address), scheme+"://")
		return same && rest != ""
	}
	scheme, pattern := hostOf(reviewed)
	ofAddress, host := hostOf(address)
	if pattern == "" || (scheme != "" && scheme != ofAddress) {
		return false
	}
	if pattern == host {
		return true
	}
	below, wild := strings.CutPrefix(pattern, "*.")
	return wild && strings.HasSuffix(host, "."+below)
}

// hostOf splits an address into scheme and host. The host is empty where the address has more in it, so that only the address itself
// covers it.
func hostOf(address string) (scheme, host string) {
	text := strings.ToLower(address)
	if !strings.Contains(text, "://") {
		text = "//" + text
	}
	at, err := url.Parse(text)
	if err != nil || (at.Path != "" && at.Path != "/") || at.RawQuery != "" || at.Fragment != "" || at.User != nil {
		return "", ""
	}
	return at.Scheme, at.Host
}
