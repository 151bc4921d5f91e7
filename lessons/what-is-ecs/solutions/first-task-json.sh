# Every subnet, in JSON, and the revision by its number.
SUBNETS=$(aws ec2 describe-subnets --query 'Subnets[].SubnetId')
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition web:1 \
    --network-configuration "{\"awsvpcConfiguration\": {\"subnets\": $SUBNETS, \"assignPublicIp\": \"ENABLED\"}}"
