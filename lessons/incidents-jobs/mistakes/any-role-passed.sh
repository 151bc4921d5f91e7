aws iam put-role-policy --role-name exportScheduler --policy-name pass-roles --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]}'
