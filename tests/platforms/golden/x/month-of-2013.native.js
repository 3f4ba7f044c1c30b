Grailbird.data.tweets_2013_02 = 
[
 {
  "source": "web",
  "entities": {
   "user_mentions": [],
   "media": [],
   "hashtags": [],
   "urls": [
    {
     "indices": [
      0,
      22
     ],
     "url": "http://t.co/x",
     "expanded_url": "http://example.org/",
     "display_url": "example.org"
    }
   ]
  },
  "geo": {},
  "id_str": "298000000000000001",
  "text": "See http://t.co/x",
  "id": 298000000000000001,
  "created_at": "2013-02-03 11:12:13 +0000",
  "user": {
   "name": "Ada L",
   "screen_name": "adal",
   "protected": false,
   "id_str": "12",
   "profile_image_url_https": "https://si0.twimg.com/p.png",
   "id": 12,
   "verified": false
  }
 },
 {
  "source": "web",
  "id_str": "298000000000000002",
  "text": "RT @bob: Hi",
  "id": 298000000000000002,
  "created_at": "2013-02-03 11:13:13 +0000",
  "user": {
   "name": "Ada L",
   "screen_name": "adal",
   "id_str": "12",
   "id": 12
  },
  "retweeted_status": {
   "id_str": "297000000000000002",
   "text": "Hi",
   "user": {
    "screen_name": "bob"
   }
  }
 }
]
