aws iam create-role --role-name ordersTaskRole --assume-role-policy-document file://trust.json
aws iam put-role-policy --role-name ordersTaskRole --policy-name write --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/orders"}]}'
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition orders \
    --overrides taskRoleArn=arn:aws:iam::123456789012:role/ordersTaskRole \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
